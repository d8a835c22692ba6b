// Leaving at once: the page goes blank, our pages are taken out of this tab's Back and Forward, and the exit address
// takes their place. The link does it, and so does Shift pressed three times by itself; every open tab of ours follows.
//
// What is noted is one flag: this tab has left. A page of ours that Back, Forward or a reload brings up while it stands
// goes away again before it is painted. Whoever comes by a link or types the address is back, and it is forgotten.
(() => {
  "use strict";

  const exit = document.currentScript.dataset.exit;
  const root = document.documentElement;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("left") : undefined;
  const PATIENCE = 1000; // milliseconds that the way back to our first page may take; then the exit address is opened anyway
  const TAPS = 1500; // milliseconds that three taps of Shift may take
  let last = performance.getEntriesByType("navigation")[0]?.type === "navigate"; // no page lies ahead of this one

  root.classList.add("js");

  // The tab's name goes with it from page to page of ours, for a browser that keeps no storage.
  function note(left) {
    window.name = left ? "left" : "";
    try {
      if (left) sessionStorage.setItem("left", "1");
      else sessionStorage.removeItem("left");
    } catch {
      // refused: the name stands
    }
  }

  function noted() {
    try {
      return window.name === "left" || sessionStorage.getItem("left") === "1";
    } catch {
      return false;
    }
  }

  const blank = () => root.style.setProperty("display", "none", "important");

  function go() {
    window.name = ""; // nothing for the exit address to read
    location.replace(exit);
  }

  // Back to our first page, which finds the flag and does the rest: a new entry cuts off what lies ahead of it, then
  // the exit address takes its place. What remains is that new entry, ahead. A browser that cannot tell how many of
  // the entries are ours keeps them, and each goes away when it is reached.
  function erase(ahead) {
    const ours = window.navigation?.entries().length ?? 1;
    const behind = window.navigation?.currentEntry?.index ?? 0;
    blank();
    setTimeout(go, PATIENCE);
    if (behind > 0) {
      history.go(-behind);
    } else if (ahead || ours > 1) {
      addEventListener("popstate", go, { once: true });
      history.pushState(null, "", "/");
      history.back();
    } else {
      go();
    }
  }

  function leave() {
    note(true);
    erase(!last);
  }

  function leaveEverywhere() {
    tabs?.postMessage("");
    leave();
  }

  if (last) note(false);
  else if (noted()) erase(false);

  // The copy of a page that the browser puts aside to show it again is a blank one.
  addEventListener("pagehide", blank);
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    last = false;
    if (noted()) erase(false);
    else root.style.removeProperty("display");
  });
  tabs?.addEventListener("message", leave);

  for (const press of ["click", "auxclick"]) {
    addEventListener(press, (event) => {
      if (event.button === 2 || !event.target.closest("a.exit")) return;
      event.preventDefault();
      leaveEverywhere();
    });
  }

  let alone = false; // Shift is down, and nothing else was pressed since
  let taps = [];

  function spoil() {
    alone = false;
    taps = [];
  }

  addEventListener("blur", spoil);
  addEventListener("pointerdown", spoil);
  addEventListener("keydown", (event) => {
    const bare = event.key === "Shift" && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (bare && !alone) alone = true;
    else spoil();
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    taps = [...taps.slice(-2), event.timeStamp];
    if (taps.length === 3 && event.timeStamp - taps[0] < TAPS) leaveEverywhere();
  });
})();
