/** Signing out: whoever has words on this device that were not sent is asked first, and they do not stay here. */
import { belongings, leave } from "./belongings.ts";
import { open } from "./dialogs.ts";

/** Makes the forms that sign out ask. Without a script they sign out, and nothing is kept on the device anyway. */
export function startLeaving(): void {
  const dialog = document.getElementById("dialog-leave");
  if (!(dialog instanceof HTMLDialogElement)) return;
  let leaving: HTMLFormElement | undefined;
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-leaves]")) {
    form.addEventListener("submit", (event) => {
      if (belongings().length === 0) return leave();
      event.preventDefault();
      leaving = form;
      open(dialog, event.submitter);
    });
  }
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
    leaving?.submit();
  });
}
