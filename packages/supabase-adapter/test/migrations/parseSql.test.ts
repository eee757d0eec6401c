import fc from "fast-check";
import { expect, it } from "vitest";
import { keyOf, parseSql, quoteName } from "../../scripts/sql/parseSql.ts";
import { readMigrations } from "../applyMigrations.ts";
import { readReleases } from "./readReleases.ts";

const texts = (sql: string) => parseSql(sql).map(({ text }) => text);

it.each([
  ["", []],
  ["-- only a comment\n", []],
  ["select 1", ["select 1"]],
  ["select 1;select 2;", ["select 1", "select 2"]],
  [
    "-- of one\nselect 1;\n\n/* of; two */ select 2; -- nobody's",
    ["-- of one\nselect 1", "/* of; two */ select 2"],
  ],
  [
    "select ';', E'a\\';', \"a;b\" from t; select 2",
    ["select ';', E'a\\';', \"a;b\" from t", "select 2"],
  ],
  ["/* a /* b; */ c; */ select 1; select 2", ["/* a /* b; */ c; */ select 1", "select 2"]],
  ["do $$ begin; end $$; do $a$ $$;$$ $a$; select $1$;", null],
  [
    "do $$ begin; end $$; do $a$ select $$;$$; $a$;",
    ["do $$ begin; end $$", "do $a$ select $$;$$; $a$"],
  ],
  ["-- ñ – 😀\nselect 'ñ'; select 2", ["-- ñ – 😀\nselect 'ñ'", "select 2"]],
])("splits %j", (sql, expected) => {
  if (expected === null) expect(() => texts(sql)).toThrow("syntax error");
  else expect(texts(sql)).toEqual(expected);
});

it("names the file and the line of a syntax error", () => {
  expect(() => parseSql("select 1;\n\nselec 2;", "sql/a.sql")).toThrow(
    'sql/a.sql:3: syntax error at or near "selec"',
  );
});

it("keeps every statement of the migrations: together they equal the script", () => {
  for (const { name, sql } of [
    ...readMigrations(),
    ...readReleases().flatMap(({ files }) => files),
  ]) {
    const statements = parseSql(sql, name);
    const keys = (script: string) => parseSql(script).map(({ node }) => keyOf(node));
    const joined = statements.map(({ text }) => `  ${text}\n  ;\n`).join("-- between\n");
    expect(keys(joined)).toEqual(keys(sql));
    for (const { text } of statements) expect(sql).toContain(text);
  }
});

it("quotes the names that need it", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.stringMatching(/^[a-zA-Z_" ñ]+$/), fc.constantFrom("user", "between", "name")),
      (name) => {
        const [statement] = parseSql(`select 1 as a, 2 as ${quoteName(name)}`);
        expect(JSON.stringify(statement?.node)).toContain(`"name":${JSON.stringify(name)}`);
      },
    ),
  );
});
