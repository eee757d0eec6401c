/** Until 2019-08-03, Mexicans dialled 01 before landlines and 044 or 045 before mobiles, and many people still write them. */
export const formerMexicanPrefixes = "01|04[45]";
