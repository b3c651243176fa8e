// What a page looks like to somebody with large text, a keyboard or a sheet of paper.
(() => {
  const hides = (style) =>
    style.clipPath === "inset(50%)" || style.clip === "rect(0px, 0px, 0px, 0px)";
  const parents = function* (element) {
    for (let each = element; each; each = each.parentElement) yield each;
  };
  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
    !element.closest("script, style, noscript, option, svg, .trap, [class*=skip]") &&
    ![...parents(element)].some((each) => hides(getComputedStyle(each)));
  const named = (element) =>
    [element.tagName.toLowerCase(), ...element.classList].join(".");
  const words = (node) => node.textContent.trim().slice(0, 30);
  const unique = (list) => [...new Set(list)];

  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (node.textContent.trim() && isSeen(node.parentElement)) found.push(node);
    return found;
  };
  const lines = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((box) => box.width > 1);
  };
  const pinned = (element) =>
    [...parents(element)].find((each) =>
      ["sticky", "fixed"].includes(getComputedStyle(each).position),
    );
  const scrolls = (style) => ["auto", "scroll"].includes(style.overflowX);
  const dots = (style) => style.textOverflow === "ellipsis";
  // The part of a box that is not scrolled away or left to an ellipsis.
  const shownOf = (box, element) => {
    let [left, right] = [box.left, box.right];
    for (const each of parents(element)) {
      const style = getComputedStyle(each);
      if (!scrolls(style) && !dots(style)) continue;
      const frame = each.getBoundingClientRect();
      left = Math.max(left, frame.left);
      right = Math.min(right, frame.right);
    }
    return { left, right, top: box.top, bottom: box.bottom, height: box.height };
  };
  const isBox = (style) =>
    style.display !== "inline" &&
    (style.backgroundColor !== "rgba(0, 0, 0, 0)" || parseFloat(style.borderTopWidth) > 0);

  // Lines of text, and controls, that lie over each other.
  const overlaps = () => {
    const lain = texts().flatMap((node) =>
      lines(node).map((box) => ({ box, element: node.parentElement, says: words(node) })),
    );
    for (const element of document.querySelectorAll("input, select, textarea, img"))
      if (isSeen(element) && element.offsetWidth > 1)
        lain.push({ box: element.getBoundingClientRect(), element, says: named(element) });
    for (const each of lain) {
      each.bar = pinned(each.element);
      each.box = shownOf(each.box, each.element);
    }
    lain.sort((one, other) => one.box.top - other.box.top);
    const found = [];
    lain.forEach((one, index) => {
      for (const other of lain.slice(index + 1)) {
        if (other.box.top > one.box.bottom) break;
        if (one.element === other.element || one.bar !== other.bar) continue;
        const across =
          Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
        // Lines that follow each other closely touch by a few pixels.
        if (across > 2 && down > 0.35 * Math.min(one.box.height, other.box.height))
          found.push(`${one.says} / ${other.says}`);
      }
    });
    return unique(found);
  };

  // Text that ends outside the box that is drawn round it, or outside the screen.
  const cut = () => {
    const found = [];
    for (const node of texts())
      for (const line of lines(node))
        for (const each of parents(node.parentElement)) {
          const style = getComputedStyle(each);
          const box = each.getBoundingClientRect();
          if (scrolls(style) || dots(style)) break;
          const across = line.right > box.right + 1 || line.left < box.left - 1;
          // Django's staff pages are longer than their body.
          const down =
            each !== document.body &&
            (line.bottom > box.bottom + 4 || line.top < box.top - 4);
          const shuts = [style.overflowX, style.overflowY].some((how) =>
            ["hidden", "clip"].includes(how),
          );
          if ((shuts || isBox(style) || each === document.body) && (across || down))
            found.push(`${named(each)}: ${words(node)}`);
        }
    return unique(found);
  };

  const brightness = (colour) => {
    const parts = colour.match(/[\d.]+/g).map(Number);
    const [red, green, blue] = parts.map((part) =>
      part / 255 <= 0.04 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return parts[3] === 0 ? 1 : 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  // Words that are too pale for white paper (4.5:1), dark grounds, folds that are shut.
  const lost = () => {
    const pale = texts()
      .filter((node) => brightness(getComputedStyle(node.parentElement).color) > 0.183)
      .map((node) => `pale: ${words(node)}`);
    const dark = [...document.querySelectorAll("body *")]
      .filter((each) => isSeen(each) && each.offsetWidth > 1 && words(each))
      .filter((each) => brightness(getComputedStyle(each).backgroundColor) < 0.5)
      .map((each) => `dark: ${words(each)}`);
    const shut = [...document.querySelectorAll("details > :not(summary)")]
      .filter((each) => each.parentElement.checkVisibility() && words(each))
      .filter((each) => !each.checkVisibility({ contentVisibilityAuto: true }))
      .map((each) => `shut: ${words(each)}`);
    return unique([...pale, ...dark, ...shut]);
  };

  // Where the focus is, and whether a bar lies over its first line.
  const focus = () => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const [box] = element.getClientRects();
    const place = [...document.querySelectorAll("*")].indexOf(element);
    if (!box?.height) return { place, under: "" };
    const height = Math.min(box.height, 44);
    const under = [0.1, 0.5, 0.9]
      .map((part) => document.elementFromPoint(box.left + box.width / 2, box.top + part * height))
      .map((top) => (top && !top.contains(element) ? pinned(top) : null))
      .find((bar) => bar && !bar.contains(element));
    const label = element.name || words(element) || named(element);
    return { place, under: under ? `${label} under ${named(under)}` : "" };
  };

  window.measures = { overlaps, cut, lost, focus };
})();
