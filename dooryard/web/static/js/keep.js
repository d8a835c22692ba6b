// A list kept on this device: the ids of its services, and only while "Keep on this device" is ticked.
//
// What is kept: in this browser's local storage, under "kept", the ids with spaces between. It leaves the device only in
// the page's own forms, when somebody presses their button, as it would without script. It is written then too, and
// never because a page was opened: a link on any site may open a list that is somebody else's.
(() => {
  "use strict";

  const KEY = "kept";
  const MOST = 12; // as in core/shortlist.py
  const device = document.getElementById("device");

  const ids = (text) => text.split(" ").filter(Boolean);

  // What is kept, or null where nothing is, or where the browser keeps nothing for us.
  function kept() {
    try {
      const found = localStorage.getItem(KEY);
      return found === null ? null : ids(found);
    } catch {
      return null;
    }
  }

  function keep(list) {
    try {
      localStorage.setItem(KEY, list.join(" "));
      return true;
    } catch {
      return false;
    }
  }

  function forget() {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // Nothing is kept where nothing can be.
    }
  }

  const same = (one, other) => one.join(" ") === other?.join(" ");

  const boxes = (form) => [...form.elements].filter((one) => one.name === "keep");

  // Puts services into a form that are not in it yet, before what it holds; one that has a box there is ticked. The form
  // of results says in a field of its own which order they have: its boxes are in the order of the page.
  function bring(list, form) {
    const held = new Map(boxes(form).map((one) => [one.value, one]));
    for (const id of [...list].reverse()) {
      const one = held.get(id);
      if (!one) {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name: "keep", value: id });
        form.prepend(input);
      } else if (one.type === "checkbox") {
        one.checked = true;
      }
    }
    const order = form.elements.namedItem("order");
    if (order) order.value = [...new Set([...list, ...ids(order.value)])].join(" ");
  }

  // The list that the server will make of a form: as `listed` and `changed` in core/shortlist.py.
  function listed(form) {
    const on = new Set(boxes(form).filter((one) => one.type === "hidden" || one.checked).map((one) => one.value));
    const order = form.elements.namedItem("order");
    const first = ids(order ? order.value : "").filter((one) => on.has(one));
    return [...new Set([...first, ...on])].slice(0, MOST);
  }

  function changed(list, change) {
    const [way, id] = [change.slice(0, change.indexOf(":")), change.slice(change.indexOf(":") + 1)];
    const place = list.indexOf(id);
    if (place < 0) return list;
    const rest = list.filter((one) => one !== id);
    if (way !== "remove") rest.splice(way === "up" ? Math.max(0, place - 1) : place + 1, 0, id);
    return rest;
  }

  // Keeps what a form makes when somebody sends it, where something is kept already.
  function follow(form, follows = () => true) {
    form.addEventListener("submit", (event) => {
      if (kept() !== null && follows()) keep(changed(listed(form), event.submitter?.value ?? ""));
    });
  }

  // What is ticked on a page of results comes along when somebody asks again from there.
  function carry(from) {
    for (const form of document.querySelectorAll("form[action*='/find']")) {
      form.addEventListener("submit", () => {
        const ticked = boxes(from).filter((one) => one.type === "hidden" || one.checked);
        bring(ticked.map((one) => one.value), form);
      });
    }
  }

  function control(list) {
    const [box, show, away, said] = ["device-keep", "device-show", "device-forget", "device-said"].map((id) =>
      document.getElementById(id),
    );

    function tell(text) {
      const stored = kept();
      if (box) box.checked = same(list, stored);
      if (show) show.hidden = !stored?.length;
      away.hidden = stored === null;
      device.hidden = !box && stored === null && !text;
      said.textContent = text;
    }

    box?.addEventListener("change", () => {
      if (box.checked) {
        tell(keep(list) ? device.dataset.kept : device.dataset.cannot);
      } else {
        forget();
        tell(device.dataset.forgotten);
      }
    });
    away.addEventListener("click", () => {
      forget();
      tell(device.dataset.forgotten);
      box?.focus();
    });
    tell("");
  }

  const stored = kept();
  const results = document.getElementById("keep");
  if (results) carry(results);
  if (stored) {
    for (const form of document.querySelectorAll("form[data-keep]")) {
      bring(stored, form);
      follow(form);
    }
  }
  if (device) {
    const list = device.dataset.ids === undefined ? null : ids(device.dataset.ids);
    const open = document.getElementById("list");
    const box = document.getElementById("device-keep");
    // Only the list that is kept is kept up with: another one that was opened takes nothing away from it.
    if (open && box) follow(open, () => box.checked);
    control(list);
  }
})();
