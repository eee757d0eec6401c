/** A row of the host's `leads`: a possible customer. */
export interface Lead {
  id: string;
  full_name: string | null;
  phone: string | null;
}

export const leadColumns = "id, full_name, phone";
