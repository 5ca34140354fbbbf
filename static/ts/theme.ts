/**
 * Runs before the page is painted: says that scripts run, and keeps the reader's choice of light or dark on this device.
 * Without a choice the system decides.
 */
const root = document.documentElement;
root.classList.add("js");

/** The kept choice; a device that forbids storage simply has none. */
function kept(): string | null {
  try {
    return localStorage.getItem("theme");
  } catch (reason) {
    console.warn("theme: nothing can be kept on this device", reason);
    return null;
  }
}

function keep(theme: string): void {
  try {
    localStorage.setItem("theme", theme);
  } catch (reason) {
    console.warn("theme: the choice lasts for this page only", reason);
  }
}

const choice = kept();
if (choice === "dark" || choice === "light") root.dataset["theme"] = choice;

addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest(".theme")) return;
  const now = root.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const next = now === "dark" ? "light" : "dark";
  root.dataset["theme"] = next;
  keep(next);
});

addEventListener("storage", (event) => {
  if (event.key === "theme" && event.newValue) root.dataset["theme"] = event.newValue;
});
