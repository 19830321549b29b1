// One JavaScript engine in its own process: `node ouvrier.mjs ENGINE TEMPLATE DATA`.
// Same questions and answers as bench/ouvrier.py: {"mesurer": seconds}, {"rendre": document number}.
// What an engine's API lets one do once for all documents is done before the first line.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
const [moteur, modele, donnees] = process.argv.slice(2);
const documents = JSON.parse(readFileSync(donnees, "utf8"));
const octets = readFileSync(modele);

const vrai = (valeur) => (Array.isArray(valeur) ? valeur.length > 0 : Boolean(valeur));
const lire = (objet, noms) => noms.reduce((o, nom) => o?.[nom], objet);

// "oui:a.b" and "non:a.b" are truth values, "a.b" is the value itself (bench/pairs/dialectes.py).
function etiquette(texte) {
  const noms = texte.replace(/^(oui|non):/, "").split(".");
  if (texte.startsWith("oui:")) return (portee) => vrai(lire(portee, noms));
  if (texte.startsWith("non:")) return (portee) => !vrai(lire(portee, noms));
  return (portee) => lire(portee, noms);
}
const etiquettes = new Map();
function resoudre(texte, portee) {
  if (!etiquettes.has(texte)) etiquettes.set(texte, etiquette(texte));
  return etiquettes.get(texte)(portee);
}

const moteurs = {
  docxtemplater() {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    const parser = (texte) => ({ get: (portee) => resoudre(texte, portee) });
    return (champs) => {
      // An instance renders once: the template is read anew for each document.
      const document = new Docxtemplater(new PizZip(octets), { paragraphLoop: true, linebreaks: true, parser });
      document.render(champs);
      return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },

  "easy-template-x"() {
    const { TemplateHandler } = require("easy-template-x");
    const gestionnaire = new TemplateHandler({
      scopeDataResolver({ path, data }) {
        let portee = data;
        for (let i = 0; i < path.length - 1; i++) {
          const etape = path[i];
          portee = typeof etape === "number" ? portee[etape] : resoudre(etape.name, portee);
        }
        return resoudre(path.at(-1).name, portee);
      },
    });
    return (champs) => gestionnaire.process(octets, champs);
  },

  "docx-templates"() {
    const { createReport } = require("docx-templates");
    // Without its sandbox, which is the faster way.
    const options = { cmdDelimiter: ["{", "}"], noSandbox: true, additionalJsContext: { vrai } };
    return async (champs) => Buffer.from(await createReport({ template: octets, data: champs, ...options }));
  },

  carbone() {
    const carbone = require("carbone");
    return (champs) =>
      new Promise((reussir, echouer) => {
        carbone.render(modele, champs, {}, (erreur, sortie) => (erreur ? echouer(erreur) : reussir(sortie)));
      });
  },
};

const rendre = await moteurs[moteur]();
let rang = 0;

async function mesurer(secondes) {
  const durees = [];
  const fin = performance.now() + secondes * 1000;
  while (performance.now() < fin) {
    const champs = documents[rang++ % documents.length];
    const debut = performance.now();
    await rendre(champs);
    durees.push(performance.now() - debut);
  }
  return durees;
}

async function repondre(demande) {
  if ("mesurer" in demande) return { durees: await mesurer(demande.mesurer) };
  const octets = await rendre(documents[demande.rendre]);
  return { document: Buffer.from(octets).toString("base64") };
}

for await (const ligne of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(await repondre(JSON.parse(ligne))) + "\n");
}
process.exit(0);
