/** The text of a paper on its page: live for everybody who reads it, to be written in by those who may. */
import { startDocument } from "./documents/document.ts";

startDocument();
