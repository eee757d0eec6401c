import {
  CircleCheck,
  CircleQuestionMark,
  Clock,
  Hourglass,
  type LucideIcon,
  ShieldX,
} from "lucide-react";
import type { PermissionState } from "./readPermission.ts";

interface Look {
  icon: LucideIcon;
  colour: string;
}

const asking: Look = { icon: CircleQuestionMark, colour: "text-muted" };
const refused: Look = { icon: ShieldX, colour: "text-warn" };

export const permissionLooks: Readonly<Record<PermissionState, Look>> = {
  unasked: asking,
  notAllowed: refused,
  lapsed: { icon: Clock, colour: "text-muted" },
  waiting: { icon: Hourglass, colour: "text-info" },
  undelivered: { icon: ShieldX, colour: "text-danger" },
  temporary: { icon: CircleCheck, colour: "text-accent" },
  permanent: { icon: CircleCheck, colour: "text-accent" },
  rejected: refused,
  revoked: refused,
  revokedByWhatsapp: refused,
};
