/** Who the visitor is: account, browser, addresses. */

import type { Customer, Sheet, Visit } from "../shared/protocol";
import { type Fact, type Filling, type Pieces, type PieceTools, webAddress } from "./about-pieces";

type Fill = (sheet: Sheet, now: number) => Filling;

export function createPerson(pieces: Pieces, { words, times, links }: PieceTools): { customer: Fill; addresses: Fill } {
  const { text, line } = pieces;
  const date = (at: string | undefined): string => (at ? words.date(Date.parse(at)) : "");
  const fact = (name: string, value: string | undefined, href?: string | null): Fact => ({ term: text(name), value, href: href ?? null });
  const yes = (on: boolean): string => text(on ? "yes" : "no");

  function age({ age: years, birthday }: Customer): string {
    if (years === undefined || !birthday) return "";
    return words.count("about_age", years, { date: words.date(Date.parse(`${birthday}T12:00:00`)) });
  }

  function account(customer: Customer): Node[] {
    const { id, title, firstname, lastname, email, company, note } = customer;
    const off = !customer.active ? text("inactive") : customer.isGuest ? text("guest_account") : null;
    const name = [title, firstname, lastname].filter(Boolean).join(" ");
    const others = customer.groups.filter((group) => group !== customer.group);
    return [
      pieces.who(name, links.to("customer", id), customer.group, off),
      ...(note ? [pieces.privateNote(note)] : []),
      ...pieces.facts([
        fact("email", email, `mailto:${encodeURIComponent(email).replace("%40", "@")}`),
        fact("age", age(customer)),
        fact("language", customer.language),
        fact("groups", others.join(", ")),
        fact("shop", customer.shop),
        fact("company", company?.name),
        fact("siret", company?.siret),
        fact("ape", company?.ape),
        { term: text("website"), ...webAddress(company?.website) },
        fact("risk", company?.risk),
        fact("registered", date(customer.registeredAt)),
        fact("updated", date(customer.updatedAt)),
        fact("visited", date(customer.lastVisitAt)),
        fact("newsletter", yes(customer.newsletter)),
        fact("partners", yes(customer.partnerOffers)),
      ]),
    ];
  }

  function visit({ browser, system, languages, referrer, firstPage, cameAt }: Visit, now: number): Node[] {
    const came = cameAt ? Date.parse(cameAt) : null;
    return pieces.facts([
      fact("browser", [browser, system].filter(Boolean).join(" · ")),
      fact("languages", languages.map(words.language).join(", ")),
      { term: text("referrer"), ...webAddress(referrer) },
      { term: text("first_page"), ...webAddress(firstPage) },
      fact("came", came === null ? "" : `${times.day(came, now)} ${times.time(came)}`),
    ]);
  }

  return {
    customer(sheet, now) {
      const { customer, withheld, gone } = sheet;
      const said = withheld.includes("customers") ? "withheld_customers" : gone ? "gone" : "guest";
      const person = customer ? account(customer) : [line(text(said))];
      return { note: customer ? `#${customer.id}` : "", nodes: [...person, ...visit(sheet.visit, now)] };
    },
    addresses({ addresses, withheld }) {
      if (withheld.includes("customers")) return { note: "", nodes: [line(text("withheld_customers"))] };
      const items = addresses.map((address) => ({
        title: address.alias,
        href: links.to("address", address.id),
        text: [
          address.company,
          address.name,
          ...address.lines,
          address.country,
          ...address.phones,
          address.vatNumber && text("vat", { number: address.vatNumber }),
        ]
          .filter(Boolean)
          .join("\n"),
      }));
      const nodes = items.length > 0 ? pieces.items(items) : [line(text("addresses_none"))];
      return { note: items.length > 1 ? String(items.length) : "", nodes };
    },
  };
}
