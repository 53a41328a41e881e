// node measure.mjs ADDRESS RUNS CHROMIUM FLAG…: Lighthouse's scores of a page as a mobile phone sees it, as JSON.
//
// Lighthouse times the page on this machine and multiplies, so a slow or busy machine makes every page look slow. Its
// makers' calculator chooses the multiplier by the machine's speed (https://lighthouse-cpu-throttling-calculator.vercel.app);
// here the speed is measured before each run, and that multiplier taken, but never more than Lighthouse's own 4.
// What else the machine does makes a score too low, never too high: runs are repeated, at most RUNS times, until one is
// high enough. A category that Lighthouse could not finish has no score.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { pageFunctions } from "lighthouse/core/lib/page-functions.js";
import puppeteer from "puppeteer-core";

const [address, runs, chromePath, ...chromeFlags] = process.argv.slice(2);

function slowdown(index) {
  if (index >= 1300) return Math.min(4, 3 + (index - 1300) / 233);
  if (index >= 800) return 2 + (index - 800) / 500;
  return Math.max(1, 1 + (index - 150) / 650);
}

const chrome = await launch({ chromePath, chromeFlags });
const browser = await puppeteer.connect({ browserURL: `http://localhost:${chrome.port}` });
try {
  const measure = async (categories) => {
    const page = await browser.newPage();
    const index = await page.evaluate(pageFunctions.computeBenchmarkIndex);
    const cpuSlowdownMultiplier = slowdown(index);
    const settings = { onlyCategories: categories, throttling: { cpuSlowdownMultiplier } };
    const { lhr } = await lighthouse(address, {}, { extends: "lighthouse:default", settings }, page);
    await page.close();
    const complaints = Object.values(lhr.categories).flatMap(({ id, auditRefs }) => auditRefs
      .filter(({ weight, id: audit }) => weight && lhr.audits[audit].score !== null && lhr.audits[audit].score < 1)
      .map(({ id: audit }) => `${id}: ${audit} ${lhr.audits[audit].displayValue ?? lhr.audits[audit].title}`));
    const scores = Object.fromEntries(Object.values(lhr.categories)
      .map(({ id, score }) => [id, score === null ? null : Math.round(score * 100)]));
    return { scores, complaints, speed: Math.min(index, lhr.environment.benchmarkIndex), cpuSlowdownMultiplier };
  };
  const until = async (enough, categories) => {
    const measured = [];
    do measured.push(await measure(categories));
    while (measured.length < runs && !enough(measured.at(-1).scores));
    return measured;
  };
  const performance = await until((scores) => scores.performance >= 95, ["performance"]);
  const rest = await until((scores) => !Object.values(scores).includes(null), ["accessibility", "best-practices", "seo"]);
  process.stdout.write(JSON.stringify({ performance, rest: rest.at(-1) }));
} finally {
  await browser.disconnect();
  chrome.kill();
}
