/** A small form like that of the Configuration page. */

export interface Filled {
  name?: string;
  sounds?: boolean;
  colour?: string;
  asked?: boolean;
  required?: boolean;
  error?: string;
  saved?: boolean;
  french?: string;
  /** Its lines, as markup. */
  monday?: string;
}

export function formOf(filled: Filled = {}): DocumentFragment {
  const { name = "Shop", sounds = true, colour = "#25b9d7", asked = true, required = false, error = "", french = "" } = filled;
  const invalid = (of: string): string => (error === of ? 'aria-invalid="true"' : "");
  return document.createRange().createContextualFragment(`
    <form id="oc-settings" data-default-language="en" ${filled.saved ? "data-saved" : ""}>
      <span data-text="colour_invalid">No colour</span><span data-text="contrast">Only {ratio}</span>
      <span data-text="count">{count} of {limit}</span>
      <input type="hidden" name="revision" value="${filled.saved ? 2 : 1}">
      <div class="oc-row"><input name="operator_name" value="${name}" ${invalid("operator_name")}>
        <p data-error="operator_name" ${error === "operator_name" ? "" : "hidden"}>Please</p></div>
      <input type="checkbox" name="sounds" ${sounds ? "checked" : ""}>
      <input type="checkbox" name="offline_mode" checked>
      <div class="oc-language" data-lang="en"><input name="header_text[en]" value="Hello"><select data-part="language">
        <option>en</option><option>fr</option></select></div>
      <div class="oc-language" data-lang="fr" hidden><input name="header_text[fr]" value="${french}" ${invalid("header_text[fr]")}>
        <p data-count="header_text[fr]" data-limit="10" hidden></p></div>
      <div class="oc-row"><span data-colour="header_background"><input name="header_background" value="${colour}">
        <input type="color" class="oc-picker" value="#25b9d7"></span><p data-error="header_background" id="wrong" hidden></p></div>
      <input name="header_color" value="#11333b"><p data-contrast="header" hidden></p>
      <div data-step="offline"><input type="checkbox" name="phone_asked" ${asked ? "checked" : ""}>
        <input type="checkbox" name="phone_required" ${required ? "checked" : ""}></div>
      <details data-fold="mail"><summary>Mail</summary><input name="mail_host" value="" ${invalid("mail_host")}>
        <input type="password" name="mail_password" value=""></details>
      <div data-part="timetable"><div class="oc-weekday" role="group"><div data-spans="hours[monday]">${filled.monday ?? ""}</div>
        <button type="button" data-part="add-span">Add</button></div>
        <template data-template="span"><div data-part="span"><input name="[from]"><input name="[to]"></div></template></div>
      <p data-part="unsaved" hidden>Unsaved</p><button type="submit" id="oc-save">Save</button>
    </form>`);
}
