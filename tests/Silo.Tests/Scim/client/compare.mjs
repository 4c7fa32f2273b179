// Compares the gateway with libraries that others wrote: what it says of its schemas and resources with scimmy,
// which users a filter finds with scim2-parse-filter, and what a PATCH makes of a user with scim-patch.
import SCIMMY from "scimmy";
import { filter, parse } from "scim2-parse-filter";
import { patchBodyValidation, scimPatch } from "scim-patch";

const [address, key] = process.argv.slice(2);
const differences = [];
const counts = { attributes: 0, resources: 0, filters: 0, patches: 0, errors: 0 };

async function call(method, path, body) {
  const response = await fetch(`${address}/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/scim+json", accept: "application/scim+json" },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, json: response.status === 204 ? null : await response.json() };
}

const same = (left, right) => JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
const sorted = (value) =>
  Array.isArray(value) ? value.map(sorted)
  : value && typeof value === "object" ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]))
  : value;
const expect = (what, actual, wanted) => same(actual, wanted) || differences.push({ what, actual, wanted });

// Schemas: what the gateway keeps has the types of the RFC.
function compareAttributes(path, published, known) {
  for (const attribute of published) {
    const other = known.find(({ name }) => name === attribute.name);
    counts.attributes++;
    expect(`${path}${attribute.name}`, [attribute.type, attribute.multiValued], [other?.type, other?.multiValued]);
    compareAttributes(`${path}${attribute.name}.`, attribute.subAttributes ?? [], other?.subAttributes ?? []);
  }
}

for (const schema of (await call("GET", "Schemas")).json.Resources) {
  compareAttributes(`${schema.name}.`, schema.attributes, JSON.parse(JSON.stringify(SCIMMY.Schemas[schema.name].definition.describe())).attributes);
}

// People, and the group of some of them.
const tail = `-${crypto.randomUUID()}@example.org`;
const people = [
  { userName: `anna${tail}`, displayName: "Anna", name: { givenName: "Anna", familyName: "Meyer" }, emails: [{ value: `anna${tail}`, type: "work", primary: true }, { value: `a${tail}`, type: "home" }] },
  { userName: `bert${tail}`, displayName: "Bert", name: { familyName: "Meyer" }, active: false, externalId: "b-1" },
  { userName: `cleo${tail}`, name: { givenName: "Cleo" }, emails: [{ value: `c${tail}`, type: "other" }], timezone: "Europe/Berlin" },
  { userName: `dora${tail}`, displayName: "Dora \"D\" \\ Lee", externalId: "d-1" },
];
for (const person of people) {
  expect("create", (await call("POST", "Users", { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], ...person })).status, 201);
}

const users = (await call("GET", "Users")).json.Resources;
const group = await call("POST", "Groups", { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: "Team", members: users.slice(0, 2).map(({ id }) => ({ value: id })) });

// Resources: read by the library, nothing is refused and nothing lost.
for (const [kind, resources] of [["User", (await call("GET", "Users")).json.Resources], ["Group", [group.json]]]) {
  for (const resource of resources) {
    counts.resources++;
    const { location } = resource.meta;
    const read = JSON.parse(JSON.stringify(new SCIMMY.Schemas[kind](resource, "out", location.slice(0, location.lastIndexOf("/")))));
    expect(`${kind} ${resource.id}`, read, resource);
  }
}

// Filters. The library compares texts exactly, so these are as they are stored.
const day = users[0].meta.created.slice(0, 10);
for (const text of [
  `userName eq "anna${tail}"`, `userName ne "anna${tail}"`, `userName sw "b"`, `userName ew "example.org"`, `userName co "o"`, `displayName pr`, `not (displayName pr)`, `externalId pr`,
  `externalId eq "b-1"`, `name.familyName eq "Meyer"`, `name.familyName eq "Meyer" and name.givenName pr`, `name.familyName eq "Meyer" or externalId eq "d-1"`,
  `displayName pr and (externalId eq "b-1" or name.givenName eq "Anna")`, `displayName pr and not (externalId eq "b-1" or name.givenName eq "Anna")`,
  `externalId pr or name.givenName pr and active eq false`, `active eq true`, `active eq false`, `emails.value co "a-"`, `emails[type eq "work"]`, `emails[type eq "home" and value sw "a"]`,
  `emails[type eq "work" and value sw "c"]`, `emails[type eq "work"].value sw "anna"`, `emails[primary eq true] or timezone pr`, `displayName gt "Anna"`, `displayName ge "Bert"`, `displayName lt "Bert"`,
  `displayName le "Bert"`, `meta.created ge "${day}T00:00:00.000Z"`, `meta.created lt "${day}T00:00:00.000Z"`, `id eq "${users[2].id}"`, `groups.display eq "Team"`,
]) {
  counts.filters++;
  const all = (await call("GET", "Users")).json.Resources;
  const found = await call("GET", `Users?filter=${encodeURIComponent(text)}`);
  expect(text, found.json.Resources?.map(({ userName }) => userName) ?? found.json, all.filter(filter(parse(text))).map(({ userName }) => userName));
}

// Patches, one after the other on the same user.
const path = `Users/${users[0].id}`;
for (const operations of [
  [{ op: "replace", path: "displayName", value: "Ann" }],
  [{ op: "replace", value: { displayName: "Anna", active: false } }],
  [{ op: "replace", path: "active", value: true }],
  [{ op: "add", path: "name.middleName", value: "M." }, { op: "remove", path: "name.familyName" }],
  [{ op: "replace", path: "name", value: { familyName: "Lee" } }],
  [{ op: "replace", path: 'emails[type eq "work"].value', value: `anna2${tail}` }],
  [{ op: "add", path: "emails", value: [{ value: `x${tail}`, type: "other" }] }],
  [{ op: "add", path: "emails", value: [{ value: `x${tail}`, type: "other" }] }],
  [{ op: "remove", path: 'emails[type eq "other"]' }],
  [{ op: "replace", path: 'emails[type eq "home"]', value: { value: `home${tail}`, type: "home" } }],
  [{ op: "remove", path: 'emails[type eq "home"].type' }],
  [{ op: "replace", path: "emails", value: [{ value: `anna2${tail}`, type: "work", primary: true }] }],
  [{ op: "add", path: "externalId", value: "a-1" }, { op: "add", path: "timezone", value: "UTC" }, { op: "remove", path: "externalId" }],
  [{ op: "remove", path: "timezone" }],
]) {
  counts.patches++;
  const body = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: operations };
  patchBodyValidation(body);
  const wanted = scimPatch((await call("GET", path)).json, operations, { mutateDocument: false });
  const patched = await call("PATCH", path, body);
  expect(JSON.stringify(operations), { ...patched.json, meta: null }, { ...wanted, meta: null });
}

// Errors, which the library takes for errors of its own.
for (const [method, wrong, body] of [["GET", "Users/usr_none"], ["GET", "Users?filter=x"], ["POST", "Users", {}], ["POST", "Users", people[1]], ["PATCH", path, {}]]) {
  counts.errors++;
  const { status, json } = await call(method, wrong, body);
  const error = JSON.parse(JSON.stringify(new SCIMMY.Messages.ErrorResponse(Object.assign(new Error(json.detail), { status, scimType: json.scimType }))));
  expect(`${method} ${wrong}`, json, error);
}

console.log(JSON.stringify({ counts, differences }));
