"use strict";
(() => {
  const data = JSON.parse(document.getElementById("gegevens").textContent);
  const byId = (name) => document.getElementById(name);
  const count = data.id.length;
  const CHUNK = 50, MOST_IN_POPUP = 25, POPUP_EDGES = 100, TILE_ERRORS = 3;
  const number = (value, decimals = 0) =>
    value.toLocaleString("nl-NL", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const FIELDS = ["zoek", "thema", "fase", "provincie", "gemeente", "postcode", "straal"];
  const AREA_FIELDS = ["provincie", "gemeente", "postcode", "straal"];
  const LONGEST = 100;  // letters of what is typed: an address may hold anything
  const START = { straal: "10" };
  // Two cities are called by two names: lists use both.
  const ALSO = { "'s-Gravenhage": "Den Haag", "'s-Hertogenbosch": "Den Bosch" };
  const areaName = (area) => data.municipality_words[area] || "";
  const known = Search.index(data.name.map((name, i) => {
    const area = areaName(data.municipality[i]);
    return `${name} ${data.place[i]} ${area} ${ALSO[area] || ""}`;
  }));
  // Municipalities that are gone, with those of now, and by how their name is typed.
  const former = new Map(data.former);
  const formerTyped = new Map([...former.keys()].map((name) => [Search.plain(name), name]));
  const provinceTyped = new Map(data.province_code_words.map((name) => [Search.plain(name), name]));
  provinceTyped.set("friesland", "Fryslân");
  const postcodes = new Map(data.postcodes.map(([code, lat, lon]) => [code, [lat / 1000, lon / 1000]]));
  let shown = [], drawn = 0, distances = null, isNear = false, unplaced = 0, unknown = [];

  // Filters
  function options(select, words, chosen) {
    for (const [value, word] of words.map((word, i) => [i, word]).filter(([i]) => chosen(i))) {
      const option = document.createElement("option");
      option.value = word;
      option.textContent = word;
      select.append(option);
      option.dataset.code = value;
    }
  }
  const used = (values) => { const found = new Set(values.flat()); return (i) => found.has(i); };
  options(byId("thema"), data.themes_words, used(data.themes));
  options(byId("fase"), data.phase_words, used(data.phase));
  options(byId("provincie"), data.province_code_words, () => true);
  function municipalities() {
    const select = byId("gemeente"), chosen = select.value;
    const province = data.province_code_words.indexOf(byId("provincie").value);
    select.replaceChildren(select.options[0]);
    const order = data.municipality_words.map((word, i) => [word, i])
      .filter(([, i]) => province < 0 || data.municipality_province[i] === province)
      .sort(([one], [two]) => one.replace(/^'/, "").localeCompare(two.replace(/^'/, ""), "nl"));
    for (const [word] of order) {
      const option = document.createElement("option");
      option.value = option.textContent = word;
      select.append(option);
    }
    const gone = element("optgroup");
    gone.label = "Bestaat niet meer";
    for (const [name, areas] of former) {
      if (province >= 0 && !areas.some((area) => data.municipality_province[area] === province)) continue;
      const option = element("option", `${name} (nu ${join(areas.map(areaName))})`);
      option.value = name;
      gone.append(option);
    }
    if (gone.children.length) select.append(gone);
    select.value = chosen;
    if (select.selectedIndex < 0) select.value = "";
  }

  const join = (names) =>
    names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} en ${names[names.length - 1]}`;
  function formerText(name) {
    const now = (former.get(name) || []).map(areaName);
    if (!now.length) return "";
    return now.length === 1 ? `${name} is nu de gemeente ${now[0]}.`
      : `${name} is nu verdeeld over de gemeenten ${join(now)}.`;
  }
  // The municipalities of now that were chosen: none when all are.
  function chosenAreas() {
    const name = byId("gemeente").value, area = data.municipality_words.indexOf(name);
    return former.get(name) || (area < 0 ? [] : [area]);
  }
  // What was typed in the box for names, and the former municipality or the province of that name.
  function search() {
    const typed = byId("zoek").value, name = formerTyped.get(Search.plain(typed));
    const province = data.province_code_words.indexOf(provinceTyped.get(Search.plain(typed)));
    const button = byId("heel"), found = Search.find(known, typed);
    byId("zoek-melding").textContent = name ? formerText(name)
      : province >= 0 ? `${data.province_code_words[province]} is ook een provincie.` : "";
    button.hidden = !name && province < 0;
    button.dataset.field = name ? "gemeente" : "provincie";
    button.dataset.name = name || data.province_code_words[province] || "";
    if (button.hidden) return found;
    const areas = former.get(name) || [];
    button.textContent = !name ? `Toon heel ${data.province_code_words[province]}`
      : areas.length === 1 ? `Toon heel ${areaName(areas[0])}` : "Toon deze gemeenten";
    // No initiative has that name: then all of where it is.
    if (found.items.size && !found.isNear) return found;
    const isThere = name ? (i) => areas.includes(data.municipality[i]) : (i) => data.province_code[i] === province;
    return { items: new Set(data.id.map((_, i) => (isThere(i) ? i : -1))), isNear: false };
  }

  function kilometres([lat1, lon1], lat2, lon2) {
    const rad = Math.PI / 180, x = (lon2 - lon1) * rad * Math.cos(((lat1 + lat2) / 2) * rad);
    return 6371 * Math.hypot(x, (lat2 - lat1) * rad);
  }

  function near() {
    const text = byId("postcode").value.trim();
    const message = byId("postcode-melding");
    message.textContent = "";
    byId("postcode").removeAttribute("aria-invalid");
    if (!text) return null;
    const found = text.match(/^([1-9]\d{3})\s*([a-z]{2})?$/i);
    const point = found && postcodes.get(Number(found[1]));
    if (!point) {
      byId("postcode").setAttribute("aria-invalid", "true");
      message.textContent = found
        ? `Postcode ${found[1]} kennen wij niet. Kijk hem na.`
        : "Typ een postcode van vier cijfers, zoals 7411.";
      return null;
    }
    return point;
  }

  function filter() {
    const code = (name, words) => words.indexOf(byId(name).value);
    const theme = code("thema", data.themes_words), phase = code("fase", data.phase_words);
    const province = code("provincie", data.province_code_words);
    const areas = chosenAreas();
    byId("gemeente-melding").textContent = formerText(byId("gemeente").value);
    const found = search();
    isNear = Boolean(found && found.isNear);
    const centre = near(), reach = Number(byId("straal").value);
    distances = centre ? new Map() : null;
    shown = [];
    unplaced = 0;
    for (let i = 0; i < count; i++) {
      if (found && !found.items.has(i)) continue;
      if (theme >= 0 && !data.themes[i].includes(theme)) continue;
      if (phase >= 0 && data.phase[i] !== phase) continue;
      if (province >= 0 && data.province_code[i] !== province) continue;
      if (areas.length && !areas.includes(data.municipality[i])) continue;
      if (centre) {
        if (data.lat[i] === null) { unplaced += 1; continue; }
        const far = kilometres(centre, data.lat[i], data.lon[i]);
        if (far > reach) continue;
        distances.set(i, far);
      }
      shown.push(i);
    }
    if (centre) shown.sort((one, two) => distances.get(one) - distances.get(two));
  }

  // List
  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }
  function item(i) {
    const made = element("li");
    made.id = `initiatief-${i}`;
    const name = element("h3", data.name[i]);
    name.dir = "auto";
    made.append(name);
    const where = [data.place[i], areaName(data.municipality[i])]
      .filter((text, at, all) => text && all.indexOf(text) === at).join(", gemeente ");
    const far = distances && distances.has(i) ? ` · ${number(distances.get(i), 1)} km` : "";
    made.append(element("p", where + far, "waar"));
    const does = [...data.themes[i].map((t) => data.themes_words[t]),
      ...data.activities[i].map((t) => data.activities_words[t])];
    const about = [...new Set(does)].join(", ");
    made.append(element("p", about || "Wat het doet, staat niet op de lijst.", "wat"));
    if (data.phase[i] >= 0) made.append(element("p", `Fase: ${data.phase_words[data.phase[i]].toLowerCase()}`, "fase"));
    const row = element("p", undefined, "acties");
    if (data.web[i]) {
      const link = element("a", "Website");
      link.href = data.web[i];
      link.rel = "noopener noreferrer";
      link.append(element("span", ` van ${data.name[i]}`, "verborgen"));
      row.append(link);
    }
    if (data.lat[i] !== null) {
      const button = element("button", "Toon op de kaart");
      button.type = "button";
      button.append(element("span", `: ${data.name[i]}`, "verborgen"));
      button.addEventListener("click", () => show(i));
      row.append(button);
      const basis = data.location_basis_words[data.location_basis[i]];
      if (basis) row.append(element("span", `Het punt is het midden van ${basis}.`));
    } else row.append(element("span", "Geen plaats op de kaart bekend."));
    made.append(row);
    return made;
  }
  function more(size) {
    const list = byId("lijst"), part = document.createDocumentFragment();
    const first = drawn;
    for (; drawn < Math.min(shown.length, first + size); drawn++) part.append(item(shown[drawn]));
    list.append(part);
    const left = shown.length - drawn;
    byId("meer").hidden = left === 0;
    byId("meer").textContent = `Toon ${number(Math.min(left, CHUNK))} meer (nog ${number(left)})`;
    return first;
  }
  function list() {
    byId("lijst").replaceChildren();
    drawn = 0;
    more(CHUNK);
    const told = shown.length === 1 ? "1 initiatief" : `${number(shown.length)} initiatieven`;
    byId("keuzes").textContent = choices();
    byId("aantal").textContent = (shown.length
      ? isNear
        ? `Niets gevonden met '${byId("zoek").value.trim()}'; dit lijkt erop: ${told}.`
        : `${told} gevonden, van de ${number(count)} in de lijst.`
      : "Geen initiatief gevonden. Kies minder filters of typ een ander woord.") + counted()
      + (unplaced ? ` Er ${unplaced === 1 ? "is" : "zijn"} er nog ${number(unplaced)} zonder plaats op de kaart: daarvan is de afstand niet bekend.` : "")
      + (byId("postcode").hasAttribute("aria-invalid") ? " De postcode telt niet mee." : "")
      + (unknown.length ? ` De link vraagt om iets wat hier niet bestaat: ${unknown.join("; ")}.` : "");
  }
  // What was chosen, for who reads the list on paper.
  function choices() {
    const told = FIELDS.filter((name) => byId(name).value.trim()
      && (name !== "straal" || distances) && (name !== "postcode" || distances))
      .map((name) => `${document.querySelector(`label[for=${name}]`).textContent.toLowerCase()}: `
        + (byId(name).selectedOptions ? byId(name).selectedOptions[0].textContent : byId(name).value.trim()));
    return told.length ? `Gekozen: ${told.join("; ")}.` : "Gekozen: alle initiatieven.";
  }

  // Who did not want to be on the map does count: of a chosen area that is said.
  function counted() {
    const province = data.province_code_words.indexOf(byId("provincie").value);
    const areas = chosenAreas();
    if (province < 0 && !areas.length) return "";
    const all = areas.length ? areas.reduce((sum, area) => sum + data.counts[area], 0)
      : data.province_counts[province];
    const where = areas.length
      ? `de gemeente${areas.length > 1 ? "n" : ""} ${join(areas.map(areaName))}` : byId("provincie").value;
    return ` In ${where} telt de monitor er ${number(all)}, ook wie niet op de kaart wilde.`;
  }

  // Map
  const MIN_ZOOM = 6, MAX_ZOOM = 16, SOUTH_WEST = [49.5, 1], NORTH_EAST = [54.8, 9.5];
  const map = L.map("kaart", {
    preferCanvas: true, maxZoom: MAX_ZOOM, minZoom: MIN_ZOOM, zoomAnimation: false, fadeAnimation: false,
    zoomControl: false,
  });
  L.control.zoom({ zoomInTitle: "Inzoomen", zoomOutTitle: "Uitzoomen" }).addTo(map);
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (isStill) {
    map.options.inertia = false;
    const pan = map.panBy;  // all that glides goes through it: keys, popups, views
    map.panBy = (offset, options) => pan.call(map, offset, { ...options, animate: false });
  }
  map.attributionControl.setPrefix("Leaflet");
  map.attributionControl.addAttribution("Grenzen: Kadaster/CBS; postcodes: GeoNames (CC BY 4.0)");
  function lines(packed, style) {
    const made = packed.map((steps) => {
      const points = [];
      for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
        x += steps[i]; y += steps[i + 1];
        points.push([y / 10000, x / 10000]);
      }
      return points;
    });
    return L.polyline(made, { interactive: false, smoothFactor: 1.5, ...style });
  }
  lines(data.outlines.municipalities, { color: "#8a8f94", weight: 0.6 }).addTo(map);
  const provinces = lines(data.outlines.provinces, { color: "#12436d", weight: 1.4 }).addTo(map);
  const wholeCountry = () => map.fitBounds(provinces.getBounds(), { animate: false });
  wholeCountry();
  // Names of areas under the points: provinces, and nearer by municipalities; the largest first.
  const NAMES_ZOOM = 10, LETTER = 7.5, LINE = 18;
  const pane = map.createPane("namen");
  pane.style.zIndex = 350;
  pane.setAttribute("aria-hidden", "true");
  const names = L.layerGroup().addTo(map);
  function nameAreas() {
    const isClose = map.getZoom() >= NAMES_ZOOM, bounds = map.getBounds(), taken = [];
    const words = isClose ? data.municipality_words : data.province_code_words;
    names.clearLayers();
    for (const [area, lat, lon] of isClose ? data.middles.municipalities : data.middles.provinces) {
      const at = L.latLng(lat / 1000, lon / 1000);
      if (!bounds.contains(at)) continue;
      const { x, y } = map.latLngToContainerPoint(at), half = (words[area].length * LETTER) / 2;
      const box = [x - half, x + half, y - LINE / 2, y + LINE / 2];
      if (taken.some((other) => box[0] < other[1] && other[0] < box[1] && box[2] < other[3] && other[2] < box[3]))
        continue;
      taken.push(box);
      L.marker(at, {
        icon: L.divIcon({ html: element("span", words[area]), className: "gebied", iconSize: [2 * half, LINE] }),
        pane: "namen", interactive: false, keyboard: false,
      }).addTo(names);
    }
  }
  map.on("moveend", nameAreas);
  nameAreas();
  const points = L.layerGroup().addTo(map);
  let places = new Map();
  function draw() {
    points.clearLayers();
    places = new Map();
    const width = map.getSize().x, room = Math.min(300, width - POPUP_EDGES);
    // A popup opens beside the zoom buttons, or where the map is narrow below them.
    const beside = width > 420 ? [56, 8] : [5, 100];
    for (const i of shown) {
      if (data.lat[i] === null) continue;
      const key = `${data.lat[i]},${data.lon[i]}`;
      if (!places.has(key)) places.set(key, []);
      places.get(key).push(i);
    }
    for (const items of places.values()) {
      const marker = L.circleMarker([data.lat[items[0]], data.lon[items[0]]], {
        radius: size(items), color: "#fff", weight: 1,
        fillColor: "#801650", fillOpacity: 0.8,
      });
      marker.bindPopup(() => popup(items), {
        maxHeight: 260, minWidth: Math.min(200, room), maxWidth: room, autoPanPaddingTopLeft: beside,
      });
      points.addLayer(marker);
      for (const i of items) marker.items = items;
    }
  }
  // Smaller when the whole country is in sight, so that points stay apart.
  const size = (items) => (map.getZoom() < 9 ? 2.5 : 5) + Math.min(14, 1.6 * Math.sqrt(items.length));
  map.on("zoomend", () => points.eachLayer((marker) => marker.setRadius(size(marker.items))));
  // When an area or a postcode was chosen, the map goes there.
  function zoomToShown() {
    const there = [...places.keys()].map((key) => key.split(",").map(Number));
    if (there.length) map.fitBounds(there, { maxZoom: 12, padding: [20, 20], animate: false });
  }
  function popup(items) {
    const made = element("div");
    made.tabIndex = -1;
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", "Initiatieven op deze plek; Escape sluit");
    made.append(element("p", items.length === 1 ? data.place[items[0]]
      : `${number(items.length)} initiatieven op dit punt`));
    const names = element("ul");
    for (const i of items.slice(0, MOST_IN_POPUP)) {
      const li = element("li"), button = element("button", data.name[i], "naam");
      button.type = "button";
      button.dir = "auto";
      button.addEventListener("click", () => toList(i));
      li.append(button);
      names.append(li);
    }
    made.append(names);
    if (items.length > MOST_IN_POPUP)
      made.append(element("p", `en nog ${number(items.length - MOST_IN_POPUP)}; zie de lijst.`));
    return made;
  }
  function toList(i) {
    const at = shown.indexOf(i);
    if (at >= drawn) more(at + 1 - drawn);
    const heading = byId(`initiatief-${i}`).querySelector("h3");
    heading.tabIndex = -1;
    heading.focus();
    heading.scrollIntoView({ block: "center" });
  }
  // Where the focus was before a popup took it, and goes when the popup closes.
  let cameFrom = null;
  function show(i) {
    const button = document.activeElement;
    map.setView([data.lat[i], data.lon[i]], 12, { animate: false });
    points.eachLayer((marker) => { if (marker.items.includes(i)) marker.openPopup(); });
    cameFrom = button;
    byId("kaart-melding").textContent = `De kaart toont ${data.name[i]}${data.place[i] ? ` in ${data.place[i]}` : ""}.`;
    byId("kaart").scrollIntoView({ block: "nearest" });
    map.getContainer().querySelector(".leaflet-popup [role=group]").focus({ preventScroll: true });
  }
  map.on("popupclose", (event) => {
    const now = document.activeElement;
    const back = cameFrom && cameFrom.isConnected ? cameFrom : map.getContainer();
    cameFrom = null;
    byId("kaart-melding").textContent = "";
    if (now === document.body || event.popup.getElement().contains(now)) back.focus();
  });
  map.on("popupopen", (event) => event.popup.getElement()
    .querySelector(".leaflet-popup-close-button").setAttribute("aria-label", "Sluit"));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });

  // PDOK, only when it is asked for
  let background = null, errors = 0;
  byId("achtergrond").addEventListener("change", (event) => {
    byId("pdok-melding").textContent = "";
    if (!event.target.checked) return stop();
    errors = 0;
    background = L.tileLayer(data.pdok, { maxNativeZoom: 19, attribution: "Kaartgegevens © Kadaster" });
    background.on("tileerror", () => {
      errors += 1;
      if (errors < TILE_ERRORS || !background) return;
      stop();
      byId("achtergrond").checked = false;
      byId("pdok-melding").textContent =
        "De achtergrondkaart van PDOK geeft geen antwoord. De kaart werkt zonder.";
    });
    background.addTo(map);
  });
  function stop() { if (background) map.removeLayer(background); background = null; }

  // The address holds the filters and the view, so that it can be sent to somebody.
  let isRestoring = false, hasView = false;
  function store() {
    if (isRestoring) return;
    const state = new URLSearchParams();
    for (const name of FIELDS) {
      const value = byId(name).value;
      if (value && value !== (START[name] || "")) state.set(name, value);
    }
    if (hasView) {
      const centre = map.getCenter();
      state.set("kaart", `${centre.lat.toFixed(3)},${centre.lng.toFixed(3)},${map.getZoom()}`);
    }
    const text = state.toString();
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  }
  function restore() {
    isRestoring = true;
    unknown = [];
    const state = new URLSearchParams(location.hash.slice(1));
    for (const name of FIELDS) {
      const field = byId(name), value = state.get(name) ?? (START[name] || "");
      if (name === "gemeente") municipalities();
      const fits = field.tagName !== "SELECT" || [...field.options].some((o) => o.value === value);
      field.value = fits ? value.slice(0, LONGEST) : START[name] || "";
      if (!fits) unknown.push(`${name} ${value.slice(0, LONGEST)}`);
    }
    const view = viewIn(state.get("kaart") || "");
    hasView = Boolean(view);
    update(true);
    if (view) map.setView(view.slice(0, 2), view[2], { animate: false });
    else if (AREA_FIELDS.some((name) => state.get(name)) && places.size) zoomToShown();
    else wholeCountry();
    isRestoring = false;
  }
  // Latitude, longitude and zoom in the address, or nothing when the country is not there.
  function viewIn(text) {
    const parts = text.split(",").map(Number), [lat, lon, zoom] = parts;
    const isThere = lat > SOUTH_WEST[0] && lat < NORTH_EAST[0] && lon > SOUTH_WEST[1] && lon < NORTH_EAST[1];
    return isThere && parts.length === 3 && Number.isFinite(zoom)
      ? [lat, lon, Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, Math.round(zoom)))] : null;
  }
  function update(isLink = false) {
    if (!isLink) unknown = [];
    filter(); list(); draw(); store();
  }

  let waiting = 0;
  for (const name of FIELDS)
    byId(name).addEventListener(name === "zoek" || name === "postcode" ? "input" : "change", () => {
      if (name === "provincie") municipalities();
      clearTimeout(waiting);
      const goes = AREA_FIELDS.includes(name);
      waiting = setTimeout(() => { update(); if (goes) zoomToShown(); },
        name === "zoek" || name === "postcode" ? 150 : 0);
    });
  byId("filters").addEventListener("submit", (event) => { event.preventDefault(); update(); });
  byId("filters").addEventListener("reset", (event) => {
    event.preventDefault();
    for (const name of FIELDS) byId(name).value = START[name] || "";
    municipalities();
    wholeCountry();
    hasView = false;
    update();
    byId("zoek").focus();
  });
  byId("heel").addEventListener("click", (event) => {
    const { field, name } = event.target.dataset;
    byId("zoek").value = byId("provincie").value = byId("gemeente").value = "";
    if (field === "provincie") byId("provincie").value = name;
    municipalities();
    if (field === "gemeente") byId("gemeente").value = name;
    update();
    zoomToShown();
    byId(field).focus();
  });
  byId("meer").addEventListener("click", () => {
    const first = byId("lijst").children[more(CHUNK)];
    const heading = first.querySelector("h3");
    heading.tabIndex = -1;
    heading.focus();
  });
  map.on("moveend", () => { if (!isRestoring) { hasView = true; store(); } });
  // The address holds the filters: a link within the page moves the focus alone.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("lijst-kop").focus();
  });
  window.addEventListener("hashchange", restore);
  byId("afdrukken").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", () => more(shown.length));
  restore();
  byId("hoofd").dataset.klaar = "ja";
})();
