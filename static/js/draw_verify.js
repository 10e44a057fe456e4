// TFMP-DRAW-1 in the browser: re-runs a draw from its published files and says step by step what it checked. An ES module without
// build and without imports, the same algorithm and the same refusal codes as supervision/draws (the tests compare them plan by plan).
//
//   verify({plan, objects, inspectors, values, result, log}, onStep) → report     bytes (Uint8Array) of the files; result and log optional
//   draw({plan, objects, inspectors, values}) → {result, bytes, sha256}           throws Refusal
//   oneTicket(report, objectId) → {line, ticket, drawn, …}                        one object checked by hand with sha256sum
const ALGORITHM = "TFMP-DRAW-1";
const ENCODER = new TextEncoder();
// A byte order mark is kept: it is not JSON.
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const IDENTIFIER = /^[0-9A-Za-z._-]{1,64}$/;

export class Refusal extends Error {
  constructor(code, sentence) {
    super(`${code}: ${sentence}`);
    this.code = code;
    this.sentence = sentence;
  }
}

// ---- SHA-256. Files go through WebCrypto where there is one; a ticket is shorter than the way there and back.

const ROUND = new Int32Array(64);
const START = new Int32Array(8);
for (let number = 2, found = 0; found < 64; number++) {
  let prime = true;
  for (let factor = 2; factor * factor <= number; factor++) if (number % factor === 0) prime = false;
  if (!prime) continue;
  // The first 32 bits of the fractional parts of roots of primes.
  if (found < 8) START[found] = Math.floor((Math.sqrt(number) % 1) * 4294967296);
  ROUND[found++] = Math.floor((Math.cbrt(number) % 1) * 4294967296);
}
const SCHEDULE = new Int32Array(64);

function block(state, bytes, at) {
  const w = SCHEDULE;
  for (let i = 0; i < 16; i++, at += 4)
    w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let a = state[0],
    b = state[1],
    c = state[2],
    d = state[3],
    e = state[4],
    f = state[5],
    g = state[6],
    h = state[7];
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function finish(state, tail, length) {
  // tail: what is left after the whole blocks that state has taken in; length: of the whole message.
  const size = tail.length + 9 > 64 ? 128 : 64;
  const end = new Uint8Array(size);
  end.set(tail);
  end[tail.length] = 0x80;
  const view = new DataView(end.buffer);
  view.setUint32(size - 8, Math.floor(length / 0x20000000));
  view.setUint32(size - 4, (length * 8) >>> 0);
  for (let at = 0; at < size; at += 64) block(state, end, at);
  return state;
}

const hexOf = (words) => Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

export function sha256Plain(bytes) {
  const state = START.slice();
  let at = 0;
  for (; at + 64 <= bytes.length; at += 64) block(state, bytes, at);
  return hexOf(finish(state, bytes.subarray(at), bytes.length));
}

export async function sha256(bytes) {
  if (!globalThis.crypto?.subtle) return sha256Plain(bytes);
  const digest = new DataView(await crypto.subtle.digest("SHA-256", bytes));
  return hexOf(Array.from({ length: 8 }, (_, index) => digest.getUint32(index * 4)));
}

// Tickets of one beginning: its whole blocks are hashed once. A ticket is 16 UTF-16 units: strings then sort like the bytes.
function ticketsOf(beginning) {
  const start = ENCODER.encode(beginning);
  const whole = start.length - (start.length % 64);
  const before = START.slice();
  for (let at = 0; at < whole; at += 64) block(before, start, at);
  const rest = start.length - whole;
  const tail = new Uint8Array(rest + 64);
  tail.set(start.subarray(whole));
  const spare = new Uint8Array(192);
  return (name) => {
    // Names are ASCII (IDENTIFIER), at most 64 characters.
    for (let i = 0; i < name.length; i++) tail[rest + i] = name.charCodeAt(i);
    const state = before.slice();
    let length = rest + name.length;
    let at = 0;
    for (; at + 64 <= length; at += 64) block(state, tail, at);
    const left = length - at;
    const size = left + 9 > 64 ? 128 : 64;
    spare.fill(0, 0, size);
    spare.set(tail.subarray(at, length), 0);
    spare[left] = 0x80;
    const bits = (whole + length) * 8;
    spare[size - 2] = bits >>> 8;
    spare[size - 1] = bits & 255;
    for (let i = 0; i < size; i += 64) block(state, spare, i);
    return String.fromCharCode(
      state[0] >>> 16,
      state[0] & 65535,
      state[1] >>> 16,
      state[1] & 65535,
      state[2] >>> 16,
      state[2] & 65535,
      state[3] >>> 16,
      state[3] & 65535,
      state[4] >>> 16,
      state[4] & 65535,
      state[5] >>> 16,
      state[5] & 65535,
      state[6] >>> 16,
      state[6] & 65535,
      state[7] >>> 16,
      state[7] & 65535,
    );
  };
}

// Unit by unit: two of them may look like one character.
const ticketHex = (text) =>
  text
    .split("")
    .map((unit) => unit.charCodeAt(0).toString(16).padStart(4, "0"))
    .join("");

// ---- The one spelling of the files: a reader that judges the spelling while it reads, with a stack of its own.

// Without a repeated group, which would cost the engine's stack for each of a million escapes.
const TOKEN = /([ \t\n\r]*)(?:([{}[\]:,])|(")|(-?)(0|[1-9][0-9]*)(?![0-9.eE])|(null)(?![0-9A-Za-z_]))/y;
const PIECE = /[^"\\\x00-\x1f]*/y;
// The first group: the escapes RFC 8785 writes; every other one could be left out.
const ESCAPE = /\\(?:(["\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f]))|\/|u[0-9a-fA-F]{4})/y;
const LONELY = /[\ud800-\udfff]/u;

function decode(bytes, place) {
  try {
    return DECODER.decode(bytes);
  } catch {
    throw new Refusal("FORMAT", `${place}不是 UTF-8 文本。`);
  }
}

// lax: of values.json, which people write. Any spelling and null, but no key twice.
function read(text, place, lax = false) {
  const bad = () =>
    new Refusal("FORMAT", `${place}不是只含文本、整数、列表和对象的 JSON（第 ${position + 1} 个字符附近）。`);
  const stack = [];
  let position = 0;
  let canonical = true;
  const next = () => {
    TOKEN.lastIndex = position;
    const found = TOKEN.exec(text);
    if (!found) throw bad();
    position = TOKEN.lastIndex;
    if (found[1]) canonical = false;
    if (found[3]) found[3] = string();
    return found;
  };
  // The string whose opening quote has just been read.
  const string = () => {
    const start = position;
    let escaped = false;
    for (;;) {
      PIECE.lastIndex = position;
      PIECE.exec(text);
      position = PIECE.lastIndex;
      if (text[position] === '"') break;
      ESCAPE.lastIndex = position;
      const found = ESCAPE.exec(text);
      if (!found) throw bad();
      position = ESCAPE.lastIndex;
      escaped = true;
      if (found[1] === undefined) canonical = false;
    }
    const raw = text.slice(start, position++);
    if (!escaped) return raw;
    const value = JSON.parse(`"${raw}"`);
    if (LONELY.test(value)) throw new Refusal("FORMAT", `${place}中有不成对的代理字符。`);
    return value;
  };
  const scalar = (token) => {
    if (token[5] !== undefined) {
      if (token[5].length > 15) throw new Refusal("FORMAT", `${place}中有超过 15 位的整数。`);
      if (token[4] && token[5] === "0") canonical = false;
      return Number(token[5]) * (token[4] ? -1 : 1) + 0;
    }
    if (token[3] !== undefined) return token[3];
    if (token[6] && lax) return null;
    throw bad();
  };
  // The container on top of the stack waits for a value that begins with the token returned.
  const open = (frame, token) => {
    stack.push(frame);
    if (Array.isArray(frame.container)) return token;
    if (token[3] === undefined) throw bad();
    const key = token[3];
    if (!/^[\x00-\x7f]*$/.test(key)) throw new Refusal("FORMAT", `${place}中有非 ASCII 的键。`);
    if (next()[2] !== ":") throw bad();
    frame.wanted = key;
    return next();
  };
  const begin = (token) => {
    while (token[2] === "{" || token[2] === "[") {
      const container = token[2] === "{" ? Object.create(null) : [];
      const close = token[2] === "{" ? "}" : "]";
      token = next();
      if (token[2] === close) return container;
      token = open({ container, close, last: null, wanted: null }, token);
    }
    return scalar(token);
  };
  let item = begin(next());
  while (stack.length) {
    const frame = stack.pop();
    if (frame.wanted === null) frame.container.push(item);
    else {
      if (frame.last !== null && frame.last >= frame.wanted) canonical = false;
      if (lax && frame.wanted in frame.container) throw new Refusal("FORMAT", `${place}中有重复的键。`);
      frame.container[frame.wanted] = item;
      frame.last = frame.wanted;
    }
    const token = next();
    if (token[2] === ",") item = begin(open(frame, next()));
    else if (token[2] === frame.close) item = frame.container;
    else throw bad();
  }
  const rest = text.slice(position);
  if (!/^[ \t\n\r]*$/.test(rest)) throw bad();
  return { value: item, canonical: canonical && rest === "" };
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string";
const isInteger = (value) => Number.isInteger(value);
const isTexts = (value) => Array.isArray(value) && value.every(isText);
const has = (row, key) => Object.prototype.hasOwnProperty.call(row, key);

function readObject(text, place) {
  const { value, canonical } = read(text, place);
  if (!isObject(value)) throw new Refusal("CANON", `${place}不是一个 JSON 对象。`);
  if (!canonical)
    throw new Refusal("CANON", `${place}不是规范写法：键须按序、不重复，不留空白，不用多余的转义。`);
  return value;
}

// What this script builds itself: text, integers (also BigInt), lists, objects with ASCII keys.
function write(value) {
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (!isObject(value)) return isText(value) ? JSON.stringify(value) : String(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${write(value[key])}`).join(",")}}`;
}

// ---- plan.json

const REQUIRED = {
  alg: isText,
  id: isText,
  inspectors_sha256: isText,
  objects_sha256: isText,
  secret_commit: isText,
  sources: Array.isArray,
  strata: Array.isArray,
  team: isObject,
};
// num, den and min of another type are a matter of the stratum (STRATA); here they must only be there.
const STRATUM = { key: isText, num: () => true, den: () => true, min: () => true };
const SOURCE = { id: isText, fmt: isText };
const TEAM = { size: isInteger, region: isText, max_load: isInteger };

function demand(row, keys, place) {
  if (!isObject(row)) throw new Refusal("SCHEMA", `${place}应为对象。`);
  for (const key of Object.keys(keys)) {
    if (!has(row, key)) throw new Refusal("SCHEMA", `${place}缺少 ${key}。`);
    if (!keys[key](row[key])) throw new Refusal("SCHEMA", `${place}的 ${key} 类型不对。`);
  }
}

function readPlan(bytes) {
  const plan = readObject(decode(bytes, "plan.json"), "plan.json");
  demand(plan, REQUIRED, "方案");
  plan.strata.forEach((row, index) => demand(row, STRATUM, `方案的第 ${index + 1} 层`));
  plan.sources.forEach((row, index) => demand(row, SOURCE, `方案的第 ${index + 1} 个随机数来源`));
  demand(plan.team, TEAM, "方案的 team");
  if (plan.alg !== ALGORITHM) throw new Refusal("ALG", `算法应为 ${ALGORITHM}。`);
  return plan;
}

function checkStrata(plan, used) {
  const known = new Set(plan.strata.map((stratum) => stratum.key));
  if (known.size !== plan.strata.length) throw new Refusal("STRATA", "方案中有重复的层。");
  for (const { key, num, den, min } of plan.strata)
    if (![num, den, min].every((number) => isInteger(number) && number >= 0) || den === 0)
      throw new Refusal("STRATA", `层“${key}”的 num、den、min 应为不小于 0 的整数，den 不得为 0。`);
  for (const key of used)
    if (!known.has(key)) throw new Refusal("STRATA", `objects.jsonl 中的层“${key}”不在方案里。`);
}

function checkTeam({ size, region, max_load: most }) {
  if (size < 2) throw new Refusal("TEAM", "每组至少两名检查人员。");
  if (region !== "same" && region !== "cross") throw new Refusal("TEAM", "地域规则应为 same 或 cross。");
  if (most < 0) throw new Refusal("TEAM", "每人任务上限不得为负数。");
}

// ---- The values

const PART = /^(?:([DH])([1-9][0-9]{0,2})|S([1-9][0-9]?)\/([1-9][0-9]?))$/;

function partMatches([, kind, count, drawn, highest], text) {
  if (kind) return text.length === Number(count) && (kind === "D" ? /^[0-9]*$/ : /^[0-9a-f]*$/).test(text);
  const numbers = text.split("-");
  return (
    numbers.length === Number(drawn) &&
    numbers.every(
      (number, index) =>
        /^[0-9]{2}$/.test(number) && number >= "01" && (index === 0 || numbers[index - 1] < number),
    ) &&
    Number(numbers[numbers.length - 1]) <= Number(highest)
  );
}

function formatMatches(fmt, value) {
  const parts = fmt.split("+").map((text) => {
    const part = PART.exec(text);
    if (!part || (part[3] && Number(part[3]) > Number(part[4])))
      throw new Refusal(
        "SOURCE",
        `随机数来源的格式“${fmt.slice(0, 40)}”不成立；应如 D5、H64、S20/80，用“+”相连。`,
      );
    return part;
  });
  const pieces = isText(value) ? value.split("+") : [];
  return pieces.length === parts.length && parts.every((part, index) => partMatches(part, pieces[index]));
}

function checkValues(plan, values) {
  const ids = new Set(plan.sources.map((source) => source.id));
  const given = isObject(values) ? Object.keys(values) : null;
  if (!given || given.length !== ids.size || !given.every((id) => ids.has(id)))
    throw new Refusal("VALUE", "录入的开奖值与方案公布的随机数来源不是一一对应。");
  for (const { id, fmt } of plan.sources) {
    if (!IDENTIFIER.test(id)) throw new Refusal("SOURCE", `随机数来源的编号“${id.slice(0, 64)}”不成立。`);
    if (!formatMatches(fmt, values[id])) throw new Refusal("VALUE", `“${id}”的值不符合格式 ${fmt}。`);
  }
  if (ids.size !== plan.sources.length) throw new Refusal("SOURCE", "方案中有重复的随机数来源。");
}

async function checkSecret(plan, secret) {
  const given = secret !== undefined && secret !== null && secret !== "";
  if (!plan.secret_commit) {
    if (given) throw new Refusal("SECRET", "方案没有承诺密值，却给出了密值。");
  } else if (!given || !isText(secret)) throw new Refusal("SECRET", "方案承诺了密值，但没有给出。");
  else if ((await sha256(ENCODER.encode(`TFMP-SECRET-1|${secret}`))) !== plan.secret_commit)
    throw new Refusal("SECRET", "密值与方案中的承诺不一致。");
}

// Bytes of values.json, or its content. What cannot be read has no values.
function valuesOf(values) {
  if (!(values instanceof Uint8Array)) return values ?? {};
  try {
    const { value } = read(decode(values, "values.json"), "values.json", true);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

// ---- The directories

const OBJECT = { excl: isText, id: isText, need: isTexts, region: isText, stratum: isText };
const INSPECTOR = {
  areas: isTexts,
  avail: isInteger,
  home: isText,
  id: isText,
  lead: isInteger,
  recuse: isTexts,
  tags: isTexts,
};

// A line as the platform writes it is recognised as canonical by one expression; any other goes through the reader.
const PLAIN = '[^"\\\\\\x00-\\x1f]*';
const QUICK = new RegExp(
  `^\\{"excl":"(${PLAIN})","id":"([0-9A-Za-z._-]{1,64})","need":(\\[(?:"${PLAIN}"(?:,"${PLAIN}")*)?\\]),"region":"(${PLAIN})","stratum":"(${PLAIN})"\\}$`,
);

function quickObject(text) {
  const found = text.length < 4096 && QUICK.exec(text);
  return (
    found && { excl: found[1], id: found[2], need: JSON.parse(found[3]), region: found[4], stratum: found[5] }
  );
}

function readLines(bytes, name, keys, more, quick) {
  const rows = [];
  let ordered = true;
  for (let at = 0; at < bytes.length;) {
    const place = `${name} 第 ${rows.length + 1} 行`;
    const end = bytes.indexOf(10, at);
    if (end < 0) throw new Refusal("FORMAT", `${place}没有以换行符（LF）结尾。`);
    const text = decode(bytes.subarray(at, end), place);
    const row = quick?.(text) || readObject(text, place);
    if (
      Object.keys(row).length !== Object.keys(keys).length ||
      !Object.keys(keys).every((key) => has(row, key))
    )
      throw new Refusal("SCHEMA", `${place}的键应当恰好是 ${Object.keys(keys).join("、")}。`);
    for (const key of Object.keys(keys))
      if (!keys[key](row[key])) throw new Refusal("SCHEMA", `${place}的 ${key} 类型不对。`);
    if (!IDENTIFIER.test(row.id))
      throw new Refusal("SCHEMA", `${place}的编号只能由 1 至 64 个字母、数字、点、下划线、连字符组成。`);
    more?.(row, place);
    if (rows.length && rows[rows.length - 1].id >= row.id) ordered = false;
    rows.push(row);
    at = end + 1;
  }
  if (!ordered) throw new Refusal("ORDER", `${name} 的编号重复，或没有按字节顺序排列。`);
  return rows;
}

function inspectorHolds(row, place) {
  for (const key of ["avail", "lead"])
    if (row[key] !== 0 && row[key] !== 1) throw new Refusal("SCHEMA", `${place}的 ${key} 应为 0 或 1。`);
  if (!row.recuse.every((id) => IDENTIFIER.test(id)))
    throw new Refusal("SCHEMA", `${place}的 recuse 应为对象编号。`);
}

// ---- Step 1: the objects with the lowest tickets of each stratum

function pick(stratum, objects, seed) {
  const listed = objects.filter((row) => row.stratum === stratum.key);
  const ticket = ticketsOf(`${ALGORITHM}|${seed}|obj|`);
  const pool = listed.filter((row) => row.excl === "").map((row) => ({ row, ticket: ticket(row.id) }));
  pool.sort(byTicket);
  const [size, num, den] = [BigInt(pool.length), BigInt(stratum.num), BigInt(stratum.den)];
  // Integers throughout: 15 digits times the pool is more than a double holds.
  const share = (size * num + den - 1n) / den;
  const want = share > BigInt(stratum.min) ? share : BigInt(stratum.min);
  const k = want < size ? Number(want) : pool.length;
  const line = { key: stratum.key, listed: listed.length, eligible: pool.length, k, short: want - BigInt(k) };
  return { picks: pool.slice(0, k), line };
}

function byTicket(one, other) {
  if (one.ticket !== other.ticket) return one.ticket < other.ticket ? -1 : 1;
  return one.row.id < other.row.id ? -1 : 1;
}

// ---- Step 2: their teams

class Roster {
  constructor(inspectors, rule) {
    this.rule = rule;
    this.people = inspectors
      .filter((row) => row.avail === 1)
      .map((row) => ({
        row,
        id: row.id,
        lead: row.lead === 1,
        tags: new Set(row.tags),
        load: 0,
        ticket: "",
      }));
    this.recused = new Map();
    for (const person of this.people)
      for (const id of person.row.recuse)
        this.recused.set(id, (this.recused.get(id) ?? new Set()).add(person));
    this.regions = new Map();
  }

  able(thing) {
    let found = this.regions.get(thing.region);
    if (!found) {
      const atHome = ({ home }) => this.rule.region === "cross" && thing.region.startsWith(home);
      found = this.people.filter(
        ({ row }) => row.areas.some((area) => thing.region.startsWith(area)) && !atHome(row),
      );
      this.regions.set(thing.region, found);
    }
    const recused = this.recused.get(thing.id);
    return recused ? found.filter((person) => !recused.has(person)) : found;
  }

  team(thing, seed) {
    const able = this.able(thing);
    const most = this.rule.max_load;
    const free = most ? able.filter((person) => person.load < most) : able;
    const ticket = ticketsOf(`${ALGORITHM}|${seed}|insp|${thing.id}|`);
    const team = [];
    // The first of the free who is wanted and not yet in the team: fewest visits, then ticket, then id.
    const add = (wanted) => {
      let lowest = Infinity;
      for (const person of free)
        if (person.load < lowest && wanted(person) && !team.includes(person)) lowest = person.load;
      let first = null;
      for (const person of free) {
        if (person.load !== lowest || !wanted(person) || team.includes(person)) continue;
        person.ticket = ticket(person.id);
        if (
          !first ||
          person.ticket < first.ticket ||
          (person.ticket === first.ticket && person.id < first.id)
        )
          first = person;
      }
      if (first) team.push(first);
      return first !== null;
    };
    const failure = this.fill(thing, team, add);
    if (failure) return { team: [], failure: failure + (free.length < able.length ? "+CAP" : "") };
    for (const person of team) person.load += 1;
    return { team: team.map((person) => person.id), failure: "" };
  }

  fill(thing, team, add) {
    if (!add((person) => person.lead)) return "NO_LEAD";
    for (const tag of thing.need) {
      const skilled = (person) => person.tags.has(tag);
      if (!team.some(skilled) && !add(skilled)) return `NO_TAG:${tag}`;
    }
    while (team.length < this.rule.size) if (!add(() => true)) return "TEAM_SHORT";
    return "";
  }
}

function assign(picks, inspectors, rule, seed) {
  const roster = new Roster(inspectors, rule);
  const turns = picks.map((found) => ({ ...found, able: roster.able(found.row).length }));
  turns.sort((one, other) => one.able - other.able || byTicket(one, other));
  const teams = new Map(turns.map(({ row }) => [row.id, roster.team(row, seed)]));
  const load = Object.create(null);
  for (const person of roster.people) if (person.load) load[person.id] = person.load;
  return { teams, load };
}

// ---- The whole draw, step by step. `tell(step, text)` is awaited after each check that held.

async function run(files, tell) {
  const plan = readPlan(files.plan);
  const planHash = await sha256(files.plan);
  await tell("plan", `方案 ${plan.id} 写法规范，算法 ${ALGORITHM}；plan.json 的 SHA-256：${planHash}`);
  for (const name of ["objects", "inspectors"]) {
    const actual = await sha256(files[name]);
    if (actual !== plan[`${name}_sha256`])
      throw new Refusal("COMMIT", `${name}.jsonl 的 SHA-256 是 ${actual}，与方案所载不一致。`);
    await tell(`${name}_sha256`, `${name}.jsonl 的 SHA-256 与方案所载一致：${actual}`);
  }
  const objects = readLines(files.objects, "objects.jsonl", OBJECT, undefined, quickObject);
  await tell("objects", `检查对象 ${objects.length} 个，逐行规范，编号按序且不重复`);
  const inspectors = readLines(files.inspectors, "inspectors.jsonl", INSPECTOR, inspectorHolds);
  await tell("inspectors", `检查人员 ${inspectors.length} 人，逐行规范，编号按序且不重复`);
  checkStrata(plan, new Set(objects.map((row) => row.stratum)));
  checkTeam(plan.team);
  await tell("rules", `各层比例和组队规则成立；每个对象都在方案的某一层中`);
  const given = valuesOf(files.values);
  checkValues(plan, given.values);
  await tell("values", `${plan.sources.length} 个随机数来源的值与方案公布的来源一一对应，格式相符`);
  await checkSecret(plan, given.secret);
  if (plan.secret_commit) await tell("secret", "密值与方案中的承诺一致");
  const lines = [
    "TFMP-SEED-1",
    `plan=${planHash}`,
    ...plan.sources.map(({ id }) => `${id}=${given.values[id]}`),
  ];
  if (plan.secret_commit) lines.push(`secret=${given.secret}`);
  const seedText = `${lines.join("\n")}\n`;
  const seed = await sha256(ENCODER.encode(seedText));
  await tell("seed", `种子由方案和这些值算出：${seed}`);
  const strata = plan.strata.map((stratum) => pick(stratum, objects, seed));
  const picks = strata.flatMap((stratum) => stratum.picks);
  await tell("tickets", `每个合格对象的号码已算出，各层取最小的若干个，共抽中 ${picks.length} 个`);
  const { teams, load } = assign(picks, inspectors, plan.team, seed);
  const result = {
    alg: ALGORITHM,
    plan: plan.id,
    plan_sha256: planHash,
    seed_text: seedText,
    seed,
    strata: strata.map((stratum) => stratum.line),
    picks: picks.map(({ row, ticket }) => ({
      object: row.id,
      stratum: row.stratum,
      ticket: ticketHex(ticket),
      ...teams.get(row.id),
    })),
    load,
  };
  const failed = result.picks.filter((found) => found.failure).length;
  await tell("teams", `检查组逐个组成：${picks.length - failed} 组成功，${failed} 个对象组不成组`);
  const bytes = ENCODER.encode(write(result));
  return { plan, objects, result, bytes, sha256: await sha256(bytes) };
}

export const draw = (files) => run(files, () => {});

// log: {plan_sha256, result_sha256} of the entries in the public log, where they are at hand. Never throws:
// report.ok says whether everything held; report.steps is the list [{step, ok, text}] that onStep got one by one.
export async function verify({ plan, objects, inspectors, values, result, log }, onStep = () => {}) {
  const report = { ok: false, code: "", steps: [], drawn: null };
  const tell = async (step, text, ok = true) => {
    const entry = { step, ok, text };
    report.steps.push(entry);
    await onStep(entry);
  };
  try {
    const drawn = await run({ plan, objects, inspectors, values }, tell);
    report.drawn = drawn;
    const found = [];
    if (log?.plan_sha256)
      found.push([
        "log_plan",
        log.plan_sha256,
        drawn.result.plan_sha256,
        "方案的 SHA-256 与公示日志中的条目",
      ]);
    if (log?.result_sha256)
      found.push(["log_result", log.result_sha256, drawn.sha256, "结果的 SHA-256 与公示日志中的条目"]);
    if (result)
      found.push(["result", await sha256(result), drawn.sha256, "公布的 result.json 与重新算出的结果"]);
    for (const [step, published, own, what] of found)
      await tell(
        step,
        published === own ? `${what}一致：${own}` : `${what}不一致：公布的是 ${published}，算出的是 ${own}`,
        published === own,
      );
    report.ok = found.every(([, published, own]) => published === own);
    report.code = report.ok ? "" : "DIFFERENT";
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    report.code = error.code;
    await tell("refused", error.sentence, false);
  }
  return report;
}

// One object by hand: its ticket, the line for a shell, and the highest ticket drawn in its stratum. null: not in the directory.
export function oneTicket(report, id) {
  const { objects, result } = report.drawn;
  const row = objects.find((object) => object.id === id);
  if (!row) return null;
  const text = `${ALGORITHM}|${result.seed}|obj|${id}`;
  const inStratum = result.picks.filter((found) => found.stratum === row.stratum);
  return {
    id,
    stratum: row.stratum,
    excl: row.excl,
    // Nothing in it needs quoting inside quotes: seed and id are plain ASCII.
    line: `printf %s '${text}' | sha256sum`,
    ticket: sha256Plain(ENCODER.encode(text)),
    last: inStratum.length ? inStratum[inStratum.length - 1].ticket : "",
    drawn: inStratum.some((found) => found.object === id),
  };
}
