-- 由 relapse_rules 生成，改规定请改政策文件 / written by relapse_rules; change the policy, not this text
-- 示例县助学金 / School grant of an invented county (school-grant) 2025-03-01
-- 摘要 / digest …
-- 每户一行；rejected 不为空的行数据有误，没有答案 / one row a household; where rejected is not null the data is wrong and there are no answers
WITH given AS (
SELECT
  "student_id" AS "keep.student_id",
  "student_id",
  "family_income",
  "family_size",
  "is_orphan",
  "boards",
  "absences",
  "stage"
FROM "households"
), "repeat student_id" AS (
SELECT
  "student_id" AS "repeated student_id"
FROM given
WHERE "student_id" IS NOT NULL
GROUP BY "student_id" HAVING count(*) > 1
), checks AS (
SELECT
  *,
  -- student_id 学号 / student id
  CASE
    WHEN NOT regexp_matches(typeof("student_id"), '(?is)^(varchar|string|enum).*$') THEN 'RR603'
    WHEN length(CAST("student_id" AS VARCHAR)) > 1000 OR regexp_matches(CAST("student_id" AS VARCHAR), '[\x00-\x1f\x7f-\x{9f}]') THEN 'RR612'
    WHEN regexp_matches(CAST("student_id" AS VARCHAR), '^[ \xa0\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]*$') THEN 'RR603'
    WHEN "repeated student_id" IS NOT NULL THEN 'RR611'
  END AS "student_id?",
  -- family_income 家庭年收入 / family income
  CASE
    WHEN regexp_matches(typeof("family_income"), '(?is)^(float|double|real)$') THEN 'RR606'
    WHEN NOT regexp_matches(typeof("family_income"), '(?is)^(u?(tiny|small|big|huge)?int|u?integer|decimal\(.*)$') THEN 'RR603'
    WHEN "family_income" <> round("family_income", 2) THEN 'RR607'
    WHEN "family_income" < 0 OR "family_income" > 10000000 THEN 'RR604'
  END AS "family_income?",
  -- family_size 家庭人数 / family size
  CASE
    WHEN regexp_matches(typeof("family_size"), '(?is)^(float|double|real)$') THEN 'RR606'
    WHEN NOT regexp_matches(typeof("family_size"), '(?is)^(u?(tiny|small|big|huge)?int|u?integer|decimal\([0-9]+,0\))$') THEN 'RR603'
    WHEN "family_size" <> round("family_size", 0) THEN 'RR603'
    WHEN "family_size" < 1 OR "family_size" > 30 THEN 'RR604'
  END AS "family_size?",
  -- is_orphan 孤儿 / orphan
  CASE
    WHEN NOT regexp_matches(typeof("is_orphan"), '(?is)^boolean$') THEN 'RR603'
  END AS "is_orphan?",
  -- boards 住校 / boards at school
  CASE
    WHEN NOT regexp_matches(typeof("boards"), '(?is)^boolean$') THEN 'RR603'
  END AS "boards?",
  -- absences 缺课天数 / days absent
  CASE
    WHEN regexp_matches(typeof("absences"), '(?is)^(float|double|real)$') THEN 'RR606'
    WHEN NOT regexp_matches(typeof("absences"), '(?is)^(u?(tiny|small|big|huge)?int|u?integer|decimal\([0-9]+,0\))$') THEN 'RR603'
    WHEN "absences" <> round("absences", 0) THEN 'RR603'
    WHEN "absences" < 0 OR "absences" > 366 THEN 'RR604'
  END AS "absences?",
  -- stage 学段 / school stage
  CASE
    WHEN NOT regexp_matches(typeof("stage"), '(?is)^(varchar|string|enum).*$') THEN 'RR603'
    WHEN CAST("stage" AS VARCHAR) NOT IN ('primary', 'junior', 'senior') THEN 'RR605'
  END AS "stage?"
FROM given
LEFT JOIN "repeat student_id" ON "student_id" = "repeated student_id"
), checked AS (
SELECT
  "keep.student_id",
  CASE WHEN "family_income?" IS NULL THEN CAST(CAST("family_income" AS DECIMAL(18, 2)) * 100 AS BIGINT) END AS "family_income",
  CASE WHEN "family_size?" IS NULL THEN CAST(CAST("family_size" AS DECIMAL(18, 0)) AS BIGINT) END AS "family_size",
  CASE WHEN "is_orphan?" IS NULL THEN CAST("is_orphan" AS BOOLEAN) END AS "is_orphan",
  CASE WHEN "boards?" IS NULL THEN CAST("boards" AS BOOLEAN) END AS "boards",
  CASE WHEN "absences?" IS NULL THEN CAST(CAST("absences" AS DECIMAL(18, 0)) AS BIGINT) END AS "absences",
  CASE WHEN "stage?" IS NULL THEN CAST("stage" AS VARCHAR) END AS "stage",
  CASE WHEN "student_id?" IS NOT NULL
    OR "family_income?" IS NOT NULL
    OR "family_size?" IS NOT NULL
    OR "is_orphan?" IS NOT NULL
    OR "boards?" IS NOT NULL
    OR "absences?" IS NOT NULL
    OR "stage?" IS NOT NULL
    THEN list_filter([CASE WHEN "student_id?" IS NOT NULL THEN struct_pack("fact" := 'student_id', "code" := CAST("student_id?" AS VARCHAR)) END,
      CASE WHEN "family_income?" IS NOT NULL THEN struct_pack("fact" := 'family_income', "code" := CAST("family_income?" AS VARCHAR)) END,
      CASE WHEN "family_size?" IS NOT NULL THEN struct_pack("fact" := 'family_size', "code" := CAST("family_size?" AS VARCHAR)) END,
      CASE WHEN "is_orphan?" IS NOT NULL THEN struct_pack("fact" := 'is_orphan', "code" := CAST("is_orphan?" AS VARCHAR)) END,
      CASE WHEN "boards?" IS NOT NULL THEN struct_pack("fact" := 'boards', "code" := CAST("boards?" AS VARCHAR)) END,
      CASE WHEN "absences?" IS NOT NULL THEN struct_pack("fact" := 'absences', "code" := CAST("absences?" AS VARCHAR)) END,
      CASE WHEN "stage?" IS NOT NULL THEN struct_pack("fact" := 'stage', "code" := CAST("stage?" AS VARCHAR)) END], lambda each: each IS NOT NULL) END AS "rejected"
FROM checks
), stage1 AS (
SELECT
  *,
  -- derive.income_per_head/
  (100::BIGINT * "family_size") AS "derive.income_per_head/"
FROM checked
), stage2 AS (
SELECT
  *,
  -- types.hardship 困难助学金 / hardship grant
  ("family_income" < (8000::BIGINT * "derive.income_per_head/")) AS "types.hardship"
FROM stage1
), stage3 AS (
SELECT
  *,
  -- tiers.first 一等 / first class
  (("is_orphan" OR "types.hardship") AND ("is_orphan" OR ("family_income" < (5000::BIGINT * "derive.income_per_head/")))) AS "tiers.first",
  -- tiers.second 二等 / second class
  ("is_orphan" OR "types.hardship") AS "tiers.second",
  -- measures.boarding_meals 住校伙食补助 / meals for boarders
  (("is_orphan" OR "types.hardship") AND "boards") AS "measures.boarding_meals",
  -- checks.often_absent 缺课较多 / often absent
  (("is_orphan" OR "types.hardship") AND (CASE WHEN ("absences" IS NOT NULL) THEN ("absences" >= 20::BIGINT) ELSE (0::BIGINT >= 20::BIGINT) END)) AS "checks.often_absent",
  ("is_orphan" OR ((NOT "is_orphan") AND "types.hardship")) AS "type_answer~1"
FROM stage2
), stage4 AS (
SELECT
  *,
  ((NOT "tiers.first") AND "tiers.second") AS "derive.yearly_grant~1",
  ("tiers.first" OR ((NOT "tiers.first") AND "tiers.second")) AS "tier_answer~1"
FROM stage3
), stage5 AS (
SELECT
  *,
  (CASE WHEN "derive.yearly_grant~1" THEN 2::BIGINT WHEN NOT "derive.yearly_grant~1" THEN 0::BIGINT WHEN 2::BIGINT = 0::BIGINT THEN 2::BIGINT END) AS "derive.yearly_grant~2"
FROM stage4
), stage6 AS (
SELECT
  *,
  -- derive.yearly_grant 每年助学金 / grant a year
  ((CASE "stage" WHEN 'primary' THEN 1000::BIGINT WHEN 'junior' THEN 1250::BIGINT WHEN 'senior' THEN 2000::BIGINT END) * (CASE WHEN "tiers.first" THEN 3::BIGINT WHEN NOT "tiers.first" THEN "derive.yearly_grant~2" WHEN 3::BIGINT = "derive.yearly_grant~2" THEN 3::BIGINT END)) AS "derive.yearly_grant"
FROM stage5
)
SELECT
  "keep.student_id" AS "student_id",
  CASE WHEN "rejected" IS NULL THEN (CASE WHEN "is_orphan" THEN 'orphan' WHEN ((NOT "is_orphan") AND "types.hardship") THEN 'hardship' END) END AS "type",
  CASE WHEN "rejected" IS NULL THEN (CASE WHEN "type_answer~1" THEN 'yes' WHEN NOT "type_answer~1" THEN 'no' ELSE 'undecided' END) END AS "type_answer",
  CASE WHEN "rejected" IS NULL THEN (CASE WHEN "tiers.first" THEN 'first' WHEN ((NOT "tiers.first") AND "tiers.second") THEN 'second' END) END AS "tier",
  CASE WHEN "rejected" IS NULL THEN (CASE WHEN "tier_answer~1" THEN 'yes' WHEN NOT "tier_answer~1" THEN 'no' ELSE 'undecided' END) END AS "tier_answer",
  CASE WHEN "rejected" IS NULL THEN (CASE WHEN "measures.boarding_meals" THEN 'yes' WHEN NOT "measures.boarding_meals" THEN 'no' ELSE 'undecided' END) END AS "measures_answer",
  CASE WHEN "rejected" IS NULL THEN CAST(CASE WHEN "measures.boarding_meals" THEN 1 ELSE 0 END AS BIGINT) END AS "measures_count",
  CASE WHEN "rejected" IS NULL THEN CAST(CASE WHEN "measures.boarding_meals" IS NULL THEN 1 ELSE 0 END AS BIGINT) END AS "measures_open",
  CASE WHEN "rejected" IS NULL THEN (CASE WHEN "checks.often_absent" THEN 'yes' WHEN NOT "checks.often_absent" THEN 'no' ELSE 'undecided' END) END AS "checks_answer",
  CASE WHEN "rejected" IS NULL THEN CAST(CASE WHEN "checks.often_absent" THEN 1 ELSE 0 END AS BIGINT) END AS "checks_count",
  CASE WHEN "rejected" IS NULL THEN CAST(CASE WHEN "checks.often_absent" IS NULL THEN 1 ELSE 0 END AS BIGINT) END AS "checks_open",
  CASE WHEN "rejected" IS NULL THEN CAST(CAST(((("family_income" * 200::BIGINT) + "derive.income_per_head/") // ("derive.income_per_head/" * 2::BIGINT)) AS DECIMAL(19, 0)) * CAST('0.01' AS DECIMAL(3, 2)) AS DECIMAL(38, 2)) END AS "value__income_per_head",
  CASE WHEN "rejected" IS NULL THEN CAST(CAST(((("derive.yearly_grant" * 200::BIGINT) + 3::BIGINT) // 6::BIGINT) AS DECIMAL(19, 0)) * CAST('0.01' AS DECIMAL(3, 2)) AS DECIMAL(38, 2)) END AS "value__yearly_grant",
  CASE WHEN "rejected" IS NULL THEN (CASE WHEN ("is_orphan" OR ((NOT "is_orphan") AND "types.hardship")) IS NULL THEN list_filter([CASE WHEN coalesce("is_orphan", TRUE) THEN 'orphan' END, CASE WHEN coalesce(((NOT "is_orphan") AND "types.hardship"), TRUE) THEN 'hardship' END, CASE WHEN coalesce((NOT ("is_orphan" OR "types.hardship")), TRUE) THEN '-' END], lambda each: each IS NOT NULL) ELSE CAST([] AS VARCHAR[]) END) END AS "type_possible",
  CASE WHEN "rejected" IS NULL THEN (CASE WHEN ("tiers.first" OR ((NOT "tiers.first") AND "tiers.second")) IS NULL THEN list_filter([CASE WHEN coalesce("tiers.first", TRUE) THEN 'first' END, CASE WHEN coalesce(((NOT "tiers.first") AND "tiers.second"), TRUE) THEN 'second' END, CASE WHEN coalesce((NOT ("tiers.first" OR "tiers.second")), TRUE) THEN '-' END], lambda each: each IS NOT NULL) ELSE CAST([] AS VARCHAR[]) END) END AS "tier_possible",
  CASE WHEN "rejected" IS NULL THEN list_filter([CASE WHEN "measures.boarding_meals" THEN 'boarding_meals' END], lambda each: each IS NOT NULL) END AS "measures_yes",
  CASE WHEN "rejected" IS NULL THEN list_filter([CASE WHEN "measures.boarding_meals" IS NULL THEN 'boarding_meals' END], lambda each: each IS NOT NULL) END AS "measures_undecided",
  CASE WHEN "rejected" IS NULL THEN list_filter([CASE WHEN "checks.often_absent" THEN 'often_absent' END], lambda each: each IS NOT NULL) END AS "checks_yes",
  CASE WHEN "rejected" IS NULL THEN list_filter([CASE WHEN "checks.often_absent" IS NULL THEN 'often_absent' END], lambda each: each IS NOT NULL) END AS "checks_undecided",
  CASE WHEN "rejected" IS NULL THEN "is_orphan" END AS "type__orphan",
  CASE WHEN "rejected" IS NULL THEN "types.hardship" END AS "type__hardship",
  CASE WHEN "rejected" IS NULL THEN "tiers.first" END AS "tier__first",
  CASE WHEN "rejected" IS NULL THEN "tiers.second" END AS "tier__second",
  CASE WHEN "rejected" IS NULL THEN "measures.boarding_meals" END AS "measures__boarding_meals",
  CASE WHEN "rejected" IS NULL THEN "checks.often_absent" END AS "checks__often_absent",
  "rejected"
FROM stage6
