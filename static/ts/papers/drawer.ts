/** Where there is no room beside the text, the comments rise from below: those of one block, or all. */
import { say } from "../words.ts";
import { focusOn } from "../live/apply.ts";
import { WIDE } from "./beside.ts";
import { numberOf, placeOf } from "./places.ts";

/** The drawer that the comments are in. */
export class Drawer {
  private opener: HTMLElement | undefined;
  private block = "";

  /** @param chosen is called when other comments are to be seen than before. */
  constructor(
    private readonly aside: HTMLElement,
    private readonly chosen: () => void,
  ) {
    aside.querySelector("[data-shut]")?.addEventListener("click", () => this.close());
    aside.querySelector("[data-all]")?.addEventListener("click", () => this.show(""));
    aside.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && this.isOpen && this.close());
    document.addEventListener("click", (event) => {
      const opener = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-opens-remarks]") : null;
      if (!opener || WIDE.matches) return;
      event.preventDefault();
      this.open("", opener);
    });
    WIDE.addEventListener("change", () => this.close(false));
  }

  get isOpen(): boolean {
    return this.aside.dataset["open"] !== undefined;
  }

  /** Opens it; where the comments stand beside the text there is nothing to open. */
  open(block: string, opener?: HTMLElement): void {
    if (WIDE.matches) return;
    this.opener = opener;
    this.aside.dataset["open"] = "";
    this.show(block);
    const title = this.aside.querySelector<HTMLElement>("#remarks-title");
    if (title) focusOn(title);
    this.aside.scrollTop = 0;
  }

  close(back = true): void {
    delete this.aside.dataset["open"];
    this.show("");
    if (back && this.opener?.isConnected) this.opener.focus({ preventScroll: true });
    this.opener = undefined;
  }

  /** Shows the cards of the chosen block alone, or all. */
  filter(): void {
    for (const card of this.aside.querySelectorAll<HTMLElement>(".remark")) {
      const other = this.block !== "" && !WIDE.matches && card.dataset["place"] !== this.block;
      card.classList.toggle("remark--other", other);
    }
    this.aside.classList.toggle("remarks--one", this.block !== "" && !WIDE.matches);
  }

  private show(block: string): void {
    this.block = block;
    const all = this.aside.querySelector<HTMLElement>("[data-all]");
    if (all) all.hidden = !block;
    const place = block ? placeOf(block) : undefined;
    const chosen = this.aside.querySelector<HTMLElement>("[data-chosen]");
    if (chosen) {
      chosen.hidden = !place || !numberOf(place);
      chosen.textContent = place ? say("Paragraph {number}", { number: numberOf(place) }) : "";
    }
    this.chosen();
  }
}
