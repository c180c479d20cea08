// Shows GET api/v1/edges as a table. Text goes in as text, never as markup: names come from the network.
"use strict";
const REFRESH_MS = 10000;
const ROWS_MAX = 500;
const byId = (id) => document.getElementById(id);
let asked = 0;

function cell(row, text, className) {
  const td = row.insertCell();
  td.textContent = text ?? "";
  if (className) {
    td.className = className;
  }
}

function show(answer) {
  byId("summary").textContent = answer.summary;
  const info = answer.info;
  const notes = [...info.notes];
  if (answer.rows.length === 0 && info.dataFrom) {
    notes.push(`Data spans ${info.dataFrom} to ${info.dataTo}; choose “everything”.`);
  }
  if (info.complete === "false") {
    notes.push(`${info.lost} events are known to be missing.`);
  }
  byId("note").textContent = notes.join(" ");
  const body = document.createElement("tbody");
  body.id = "rows";
  for (const edge of answer.rows) {
    const row = body.insertRow();
    cell(row, edge.layer ? `${edge.health}: ${edge.layer}` : edge.health, edge.health);
    cell(row, edge.client.label);
    cell(row, edge.server.label);
    cell(row, edge.port ? `${edge.protocol}:${edge.port}` : edge.protocol);
    cell(row, edge.flows, "n");
    cell(row, edge.tcp?.established, "n");
    cell(row, edge.http?.requests, "n");
    cell(row, edge.http ? edge.http.classes["5xx"] ?? 0 : "", "n");
    cell(row, edge.http?.latency ? `${edge.http.latency.p99Ms.toFixed(1)} ms` : "", "n");
    cell(row, edge.why);
  }
  byId("rows").replaceWith(body);
}

async function load() {
  const turn = ++asked;
  try {
    const response = await fetch(`api/v1/edges?${byId("range").value}&limit=${ROWS_MAX}`);
    const answer = await response.json();
    if (turn !== asked) {
      return; // a later question is under way
    }
    if (!response.ok) {
      throw new Error(answer.error);
    }
    show(answer);
  } catch (problem) {
    byId("note").textContent = `Not updated: ${problem.message}. Trying again every 10 s.`;
  }
}

byId("range").addEventListener("change", load);
setInterval(load, REFRESH_MS);
load();
