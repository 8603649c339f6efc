/** Runs in a page: returns its texts whose contrast is below 4.5, and elements that reach over its edge. */
export function faults() {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
  const light = (color) => {
    const [r, g, b] = color.map((part) => {
      const c = part / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const isShape = (node) => node instanceof SVGElement && node.tagName !== 'svg';
  const paint = (node) => {
    const style = getComputedStyle(node);
    return rgba(isShape(node) ? (style.fill === 'none' ? 'transparent' : style.fill) : style.backgroundColor);
  };
  // Everything that is painted below a text, from the page up.
  const behind = (node, x, y) => {
    const stack = document.elementsFromPoint(x, y);
    const from = stack.findIndex((other) => other === node || other.contains(node));
    const below = stack.slice(Math.max(from, 0)).filter((other) => !(isShape(other) && ['text', 'tspan'].includes(other.tagName)));
    return below.reverse().reduce((color, other) => over(paint(other), color), [255, 255, 255]);
  };
  const found = [];
  const name = (node) => `<${node.tagName.toLowerCase()} class="${node.getAttribute('class') ?? ''}"> "${node.textContent.trim().slice(0, 40)}"`;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getClientRects()[0];
    const style = getComputedStyle(node);
    if (!walker.currentNode.data.trim() || !box || box.width < 2 || !node.checkVisibility({ visibilityProperty: true }) || node.closest('.hidden')
      || ['SCRIPT', 'STYLE', 'title'].includes(node.tagName)) {
      continue;
    }
    const x = box.left + Math.min(2, box.width / 2);
    const y = box.top + box.height / 2;
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) {
      continue;
    }
    const background = behind(node, x, y);
    const text = over(rgba(isShape(node) ? style.fill : style.color), background);
    const [a, b] = [light(text), light(background)].sort((p, q) => q - p);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) {
      found.push(`contrast ${contrast.toFixed(2)}: ${name(node)}`);
    }
  }
  const scrolls = (node) => node && node !== document.body && (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(node).overflowX)
    || scrolls(node.parentElement));
  for (const node of document.querySelectorAll('body *')) {
    const box = node.getBoundingClientRect();
    if (box.width > 0 && node.checkVisibility() && (box.right > innerWidth + 1 || box.left < -1) && !node.closest('.hidden') && !scrolls(node)) {
      found.push(`overflow by ${Math.round(Math.max(box.right - innerWidth, -box.left))} pixels: ${name(node)}`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) {
    found.push(`the page is ${document.documentElement.scrollWidth} pixels wide in ${innerWidth}`);
  }
  return [...new Set(found)];
}
