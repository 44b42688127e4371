"use strict";
(() => {
  const at = id => document.getElementById(id);
  const [drop, file, state, result, picture, strength, rows] =
    ["drop", "file", "state", "result", "picture", "strength", "rows"].map(at);
  let classes = null, image = null, colors = null;

  // COCO's compressed runs: five bits a sign, each count but the first three as a difference to the one two before.
  const counts = text => {
    const all = [];
    for (let at = 0; at < text.length;) {
      let value = 0, bits = 0, more = true;
      while (more) {
        const sign = text.charCodeAt(at++) - 48;
        value |= (sign & 31) << bits;
        bits += 5;
        more = (sign & 32) !== 0;
        if (!more && (sign & 16)) value |= -1 << bits;
      }
      all.push(all.length > 2 ? value + all[all.length - 2] : value);
    }
    return all;
  };

  const paint = (data, width, height, mask, color) => {
    let place = 0, inside = false;
    for (const run of counts(mask.counts)) {
      if (inside) {
        for (let i = place; i < place + run; i++) {
          const pixel = ((i % height) * width + Math.floor(i / height)) * 4;
          data[pixel] = color[0]; data[pixel + 1] = color[1]; data[pixel + 2] = color[2]; data[pixel + 3] = 255;
        }
      }
      place += run;
      inside = !inside;
    }
  };

  const color = segment => [1, 3, 5].map(i => parseInt(classes[segment.class].color.slice(i, i + 2), 16));

  const draw = () => {
    if (!image) return;
    const context = picture.getContext("2d");
    context.globalAlpha = 1;
    context.drawImage(image, 0, 0, picture.width, picture.height);
    context.globalAlpha = strength.value / 100;
    context.drawImage(colors, 0, 0);
  };

  const show = (bitmap, seen) => {
    [picture.width, picture.height] = [seen.width, seen.height];
    colors = document.createElement("canvas");
    [colors.width, colors.height] = [seen.width, seen.height];
    const context = colors.getContext("2d");
    const data = context.createImageData(seen.width, seen.height);
    rows.replaceChildren();
    for (const segment of [...seen.segments].reverse()) paint(data.data, seen.width, seen.height, segment.mask, color(segment));
    for (const segment of [...seen.segments].sort((a, b) => b.area - a.area)) {
      const row = rows.insertRow();
      const name = row.insertCell();
      const dot = document.createElement("span");
      dot.className = "dot";
      dot.style.background = classes[segment.class].color;
      name.append(dot, segment.name);
      for (const text of [(100 * segment.area / (seen.width * seen.height)).toFixed(1) + " %", segment.area.toLocaleString("en"),
        segment.score === undefined ? "" : segment.score.toFixed(3)]) {
        const cell = row.insertCell();
        cell.className = "n";
        cell.textContent = text;
      }
    }
    context.putImageData(data, 0, 0);
    image = bitmap;
    result.hidden = false;
    draw();
  };

  const say = (text, isFault) => {
    state.textContent = text;
    state.className = isFault ? "note fault" : "note";
  };

  const send = async given => {
    if (!given) return;
    say(`${given.name}: asking the model`);
    const begin = performance.now();
    try {
      classes ??= (await (await fetch("/model")).json()).classes;
      const answer = await fetch("/predict", {
        method: "POST",
        headers: { "Content-Type": given.type || "application/octet-stream", "Accept": "application/json" },
        body: given,
      });
      const seen = await answer.json();
      if (!answer.ok) throw new Error(seen.error);
      show(await createImageBitmap(given), seen);
      say(`${given.name}: ${seen.width} x ${seen.height} pixels, ${((performance.now() - begin) / 1000).toFixed(2)} s`);
    } catch (fault) {
      say(`${given.name}: ${fault.message}`, true);
    }
  };

  file.addEventListener("change", () => send(file.files[0]));
  strength.addEventListener("input", draw);
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, event => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop") send(event.dataTransfer.files[0]);
    });
  }
})();
