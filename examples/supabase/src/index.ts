export {
  type CopiedPart,
  type CopyFunctionsOptions,
  copyFunctions,
  functionNames,
} from "./copyFunctions.ts";
