export { isLogged } from "@skale-calls/core";
