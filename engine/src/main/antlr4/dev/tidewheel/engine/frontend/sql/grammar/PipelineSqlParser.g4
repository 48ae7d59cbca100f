/*
 * The statements of pipeline SQL. Queries, expressions and types are not understood here: they are runs of tokens that
 * are cut out of the text and handed on as they are.
 *
 * There is no lexer grammar. SqlScanner makes the tokens, because text of variables has to be put in while it reads.
 * A keyword is its own token type wherever it stands; KeywordContext turns it back into a WORD where it can only be
 * a name, so that most decisions below need one token of lookahead and an error points at the right word.
 */
parser grammar PipelineSqlParser;

tokens {
    // shapes
    WORD, QUOTED_NAME, STRING, NUMBER, PARAMETER,
    LEFT_PAREN, RIGHT_PAREN, LESS, GREATER, COMMA, DOT, EQUALS, STAR, MINUS, CONCAT, OTHER,

    // keywords
    ALWAYS, APPLY, AS, AT, AUTO, BITEMPORAL, BY, CATALOG, CDC, CHANGES, CLUSTER, COLLATION, COLUMNS, COMMENT,
    CONSTRAINT, CREATE, CRON, DATABASE, DEFAULT, DEFERRABLE, DELETE, DISTINCT, ENFORCED, EVERY, EXCEPT, EXISTS, EXPECT,
    FILTER, FLOW, FOREIGN, FROM, FULL, GENERATED, HISTORY, IDENTIFIER, IDENTITY, IF, IGNORE, INCREMENT, INCREMENTAL,
    INITIALLY, INSERT, INTERVAL, INTO, KEY, KEYS, LIVE, LOCATION, MAP, MASK, MATCH, MATERIALIZED, MOST, NAME,
    NAMESPACE, NONE, NORELY, NOT, NULL, ON, ONCE, OPTIONS, OR, PARTITIONED, POLICY, PRIMARY, PRIVATE, REDUCE,
    REFERENCES, REFRESH, RELY, REPLACE, ROW, SCD, SCHEDULE, SCHEMA, SELECT, SEQUENCE, SET, SINK, START, STORED,
    STREAMING, STRICT, SYSTEM, TABLE, TBLPROPERTIES, TEMP, TEMPORARY, TIME, TIMESERIES, TO, TRACK, TRIGGER, TRUNCATE,
    TYPE, UPDATE, UPDATES, USE, USING, VALUES, VIEW, VIOLATION, WHEN, WHERE, WITH, ZONE
}

singleStatement
    : statement EOF
    ;

statement
    : CREATE orClause? visibility? definition                    # create
    | changeFeed ONCE? INTO ONCE? tableName changeFlow           # standaloneChangeFlow
    | SET setKey (EQUALS setValue)?                              # set
    | USE (CATALOG | SCHEMA | DATABASE | NAMESPACE)? tableName   # use
    ;

orClause
    : OR (REFRESH | REPLACE)
    ;

visibility
    : PRIVATE
    | TEMPORARY
    | TEMP
    ;

definition
    : LIVE? (STREAMING | INCREMENTAL) LIVE? TABLE ifNotExists? tableName columnList? tableClause* rows?   # streamingTable
    | TABLE ifNotExists? tableName columnList? tableClause* rows?                                         # managedTable
    | materializedViewWords ifNotExists? tableName columnList? tableClause* AS query                      # materializedView
    | viewWords ifNotExists? tableName columnList? viewClause* AS query                                   # view
    | FLOW tableName (COMMENT text)? AS flow                                                              # createFlow
    | SINK tableName USING format (OPTIONS propertyList)?                                                 # sink
    ;

materializedViewWords
    : LIVE? MATERIALIZED LIVE? VIEW
    | LIVE TABLE
    ;

viewWords
    : LIVE? (STREAMING | INCREMENTAL)? LIVE? VIEW
    ;

ifNotExists
    : IF NOT EXISTS
    ;

// ---- clauses of tables and views

tableClause
    : USING word                                                      # usingClause
    | PARTITIONED BY nameList                                         # partitionedByClause
    | CLUSTER BY (AUTO | NONE | nameList)                             # clusterByClause
    | LOCATION text                                                   # locationClause
    | COMMENT text                                                    # commentClause
    | TBLPROPERTIES propertyList                                      # propertiesClause
    | DEFAULT COLLATION word                                          # collationClause
    | REFRESH POLICY (AUTO | INCREMENTAL STRICT? | FULL)              # refreshPolicyClause
    | WITH ROW FILTER multipartName ON parens                         # rowFilterClause
    | SCHEDULE REFRESH? (EVERY NUMBER word | CRON text (AT TIME ZONE (text | word))?)        # scheduleClause
    | TRIGGER ON UPDATE (AT MOST EVERY INTERVAL (NUMBER | STRING) word?)?                    # triggerClause
    ;

viewClause
    : COMMENT text                      # viewCommentClause
    | TBLPROPERTIES propertyList        # viewPropertiesClause
    | DEFAULT COLLATION word            # viewCollationClause
    ;

propertyList
    : LEFT_PAREN property (COMMA property)* RIGHT_PAREN
    ;

property
    : propertyKey EQUALS? propertyValue
    ;

propertyKey
    : STRING
    | word (DOT word)*
    ;

propertyValue
    : secretValue
    | ~(COMMA | LEFT_PAREN | RIGHT_PAREN | EQUALS)+
    ;

// secret('scope', 'key')
secretValue
    : word LEFT_PAREN STRING COMMA STRING RIGHT_PAREN
    ;

format
    : STRING
    | word (DOT word)*
    ;

// ---- columns, keys, expectations

columnList
    : LEFT_PAREN (columnListItem (COMMA columnListItem)*)? RIGHT_PAREN
    ;

columnListItem
    : CONSTRAINT constraintName (EXPECT condition violation? | keyConstraint)
    | keyConstraint
    | column
    ;

constraintName
    : word
    ;

condition
    : parens
    ;

violation
    : ON VIOLATION word word?
    ;

keyConstraint
    : PRIMARY KEY keyColumns keyOption*
    | FOREIGN KEY keyColumns REFERENCES tableName keyColumns? keyOption*
    ;

keyColumns
    : LEFT_PAREN word TIMESERIES? (COMMA word TIMESERIES?)* RIGHT_PAREN
    ;

// informational, all of them: nothing is enforced
keyOption
    : NOT (ENFORCED | DEFERRABLE)
    | ENFORCED
    | RELY
    | NORELY
    | DEFERRABLE
    | INITIALLY word
    | MATCH FULL
    | ON (UPDATE | DELETE) word word?
    ;

column
    : columnName dataType? columnProperty*
    ;

columnName
    : word
    ;

dataType
    : typeWord (typeWord | parens | angles)*
    ;

columnProperty
    : NOT NULL                                                                       # notNull
    | COMMENT text                                                                   # columnComment
    | GENERATED (ALWAYS | BY DEFAULT) AS (IDENTITY identityOptions? | parens)        # generated
    | DEFAULT defaultValue                                                           # columnDefault
    | (CONSTRAINT word)? PRIMARY KEY keyOption*                                      # columnPrimaryKey
    | (CONSTRAINT word)? (FOREIGN KEY)? REFERENCES tableName keyColumns? keyOption*  # columnForeignKey
    | MASK multipartName (USING COLUMNS parens)?                                     # mask
    ;

identityOptions
    : LEFT_PAREN identityOption* RIGHT_PAREN
    ;

identityOption
    : START WITH MINUS? NUMBER
    | INCREMENT BY MINUS? NUMBER
    ;

// A NOT NULL that follows is taken in as well; DefaultValue gives it back.
defaultValue
    : ( parens
      | ~( LEFT_PAREN | RIGHT_PAREN | COMMA | COMMENT | GENERATED | CONSTRAINT | PRIMARY | FOREIGN | REFERENCES | MASK )
      )+
    ;

// ---- flows

rows
    : AS query
    | FLOW inlineFlow
    ;

inlineFlow
    : INSERT ONCE? byName? (replacement byName?)? query     # inlineInsert
    | replacement byName? query                             # inlineReplacement
    | changeFeed ONCE? changeFlow                           # inlineChangeFlow
    ;

flow
    : INSERT ONCE? INTO ONCE? tableName byName? (replacement byName?)? query   # insertFlow
    | changeFeed ONCE? INTO ONCE? tableName changeFlow                         # changeFlowInto
    ;

byName
    : BY NAME
    ;

replacement
    : REPLACE WHERE predicate
    | REPLACE USING nameList SEQUENCE BY sequence
    ;

// ends at BY NAME or where a query begins
predicate
    : ( parens
      | DISTINCT FROM?
      | ~( LEFT_PAREN | RIGHT_PAREN | DISTINCT | BY | SELECT | WITH | FROM | VALUES | TABLE )
      )+
    ;

sequence
    : multipartName parens?
    ;

changeFeed
    : AUTO CDC
    | APPLY CHANGES
    ;

changeFlow
    : FROM changeSource changeClause*
    ;

changeSource
    : changeRun
    ;

changeClause
    : KEYS names                                                    # keysClause
    | IGNORE NULL UPDATES (ON columnSelection)?                     # ignoreNullUpdatesClause
    | APPLY AS (DELETE | TRUNCATE) WHEN changeRun                   # applyAsClause
    | SEQUENCE BY changeRun                                         # sequenceByClause
    | SYSTEM SEQUENCE BY changeRun                                  # systemSequenceByClause
    | COLUMNS TO UPDATE multipartName                               # columnsToUpdateClause
    | COLUMNS columnSelection                                       # columnsClause
    | STORED AS (SCD TYPE NUMBER | BITEMPORAL)                      # storedAsClause
    | TRACK HISTORY ON columnSelection                              # trackHistoryClause
    ;

// ends where the next clause begins
changeRun
    : ( parens
      | ~( LEFT_PAREN | RIGHT_PAREN | KEYS | IGNORE | APPLY | SEQUENCE | SYSTEM | COLUMNS | STORED | TRACK )
      )+
    ;

columnSelection
    : STAR EXCEPT names
    | names
    ;

// ---- SET

setKey
    : (~EQUALS)+
    ;

setValue
    : .*
    ;

// ---- pieces

query
    : ( SELECT | WITH | FROM | VALUES | TABLE | MAP | REDUCE | LEFT_PAREN ) .*
    ;

parens
    : LEFT_PAREN (parens | ~(LEFT_PAREN | RIGHT_PAREN))* RIGHT_PAREN
    ;

angles
    : LESS (angles | parens | ~(LESS | GREATER | LEFT_PAREN | RIGHT_PAREN))* GREATER
    ;

text
    : STRING+
    | PARAMETER
    ;

tableName
    : IDENTIFIER parens     # computedName
    | multipartName         # writtenName
    ;

multipartName
    : word (DOT word)*
    ;

nameList
    : LEFT_PAREN multipartName (COMMA multipartName)* RIGHT_PAREN
    ;

names
    : nameList
    | multipartName (COMMA multipartName)*
    ;

word
    : WORD
    | QUOTED_NAME
    | plainKeyword
    | columnKeyword
    ;

typeWord
    : WORD
    | plainKeyword
    ;

// keywords that end a column's type
columnKeyword
    : COMMENT | DEFAULT | GENERATED | MASK | NOT | NULL | REFERENCES
    ;

plainKeyword
    : ALWAYS | APPLY | AS | AT | AUTO | BITEMPORAL | BY | CDC | CHANGES | CLUSTER | COLLATION | COLUMNS
    | CREATE | CRON | DEFERRABLE | DELETE | DISTINCT | ENFORCED | EVERY | EXCEPT | EXISTS | EXPECT
    | FILTER | FLOW | FROM | FULL | HISTORY | IDENTITY | IGNORE | INCREMENT | INCREMENTAL | INITIALLY | INSERT
    | INTERVAL | INTO | KEY | KEYS | LIVE | LOCATION | MAP | MATCH | MATERIALIZED | MOST | NAME | NONE
    | NORELY | ON | OPTIONS | OR | PARTITIONED | POLICY | PRIVATE | REDUCE | REFRESH | RELY | REPLACE
    | ROW | SCD | SCHEDULE | SELECT | SEQUENCE | SET | SINK | START | STORED | STREAMING | STRICT | SYSTEM
    | TABLE | TBLPROPERTIES | TEMP | TEMPORARY | TIME | TIMESERIES | TO | TRACK | TRIGGER | TRUNCATE | TYPE | UPDATE
    | UPDATES | USE | USING | VALUES | VIEW | VIOLATION | WHEN | WHERE | WITH | ZONE
    ;
