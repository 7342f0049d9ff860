//! What a `.CLD` file says, as data: verbs, syntaxes and types with their entities (cdu.md 2).
//!
//! Owns the shapes; `print.rs` writes them back as CLD text.

/// A position in a `.CLD` file: byte offset of a token. The compiler turns it into a line when it reports something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span(pub usize);

/// A statement of a `.CLD` file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// `MODULE name`: kept for printing, without effect.
    Module(String),
    /// `IDENT "text"`: kept for printing, without effect.
    Ident(String),
    /// `DEFINE VERB` or `DEFINE SYNTAX`.
    Command(Definition),
    /// `DEFINE TYPE`.
    Type(Type),
}

/// What a definition runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// `CLIROUTINE name`: built in.
    CliRoutine(String),
    /// `ROUTINE name`.
    Routine(String),
    /// `IMAGE name`.
    Image(String),
}

impl Action {
    /// The name after the clause word.
    pub fn name(&self) -> &str {
        match self {
            Self::CliRoutine(name) | Self::Routine(name) | Self::Image(name) => name,
        }
    }
}

/// A list of clauses that a syntax may leave to the definition it replaces (cdu.md 2.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inherited<T> {
    /// No clause: a syntax takes those of the primary definition, a verb has none.
    Silent,
    /// `NOPARAMETERS`, `NOQUALIFIERS`, `NODISALLOWS`.
    None,
    /// Clauses of its own.
    Own(Vec<T>),
}

impl<T> Inherited<T> {
    /// The clauses written here.
    pub fn own(&self) -> &[T] {
        match self {
            Self::Own(list) => list,
            Self::Silent | Self::None => &[],
        }
    }

    /// Whether clauses of the primary definition apply.
    pub fn is_silent(&self) -> bool {
        matches!(self, Self::Silent)
    }
}

/// `DEFINE VERB` or `DEFINE SYNTAX`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Whether it is a verb (else a syntax).
    pub is_verb: bool,
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Other names of a verb.
    pub synonyms: Vec<String>,
    /// IMAGE, ROUTINE or CLIROUTINE.
    pub action: Option<Action>,
    /// Parameters in order.
    pub parameters: Inherited<Entity>,
    /// Qualifiers.
    pub qualifiers: Inherited<Entity>,
    /// Combinations that are refused.
    pub disallows: Inherited<Disallow>,
    /// CLIFLAGS.
    pub flags: Vec<String>,
    /// OUTPUTS: kept for printing.
    pub outputs: Vec<String>,
    /// PREFIX: kept for printing.
    pub prefix: Option<String>,
}

impl Definition {
    /// Whether a CLIFLAGS flag is set.
    pub fn has_flag(&self, flag: &str) -> bool {
        self.flags.iter().any(|have| have == flag)
    }
}

/// Where a qualifier may stand (cdu.md 5.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Placement {
    /// Anywhere, for the whole command.
    #[default]
    Global,
    /// After a parameter only.
    Local,
    /// After the verb for all parameters, after a parameter for that one.
    Positional,
}

/// A parameter, qualifier or keyword.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// `P1`, the qualifier's or the keyword's name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// LABEL, if given.
    pub label: Option<String>,
    /// PROMPT of a parameter.
    pub prompt: Option<String>,
    /// DEFAULT.
    pub default: bool,
    /// BATCH.
    pub batch: bool,
    /// NEGATABLE or NONNEGATABLE, if given.
    pub negatable: Option<bool>,
    /// PLACEMENT of a qualifier.
    pub placement: Placement,
    /// VALUE.
    pub value: Option<ValueSpec>,
    /// SYNTAX to change to.
    pub syntax: Option<String>,
    /// CLIFLAGS: kept for printing.
    pub flags: Vec<String>,
}

impl Entity {
    /// The name that CLI$PRESENT knows it by.
    pub fn label(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }

    /// Whether a parameter must be given.
    pub fn is_required(&self) -> bool {
        self.value.as_ref().is_some_and(|value| value.required)
    }

    /// The prompt as DCL prints it: `_Device: `.
    pub fn prompt_text(&self) -> String {
        format!("_{}: ", self.prompt.as_deref().unwrap_or_else(|| self.label()))
    }
}

/// `VALUE(...)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueSpec {
    /// REQUIRED.
    pub required: bool,
    /// LIST.
    pub list: bool,
    /// CONCATENATE, NOCONCATENATE, if given.
    pub concatenate: Option<bool>,
    /// DEFAULT.
    pub default: Vec<String>,
    /// TYPE.
    pub kind: Option<ValueType>,
}

impl ValueSpec {
    /// Whether `a+b` is accepted: by default as LIST is.
    pub fn concatenates(&self) -> bool {
        self.concatenate.unwrap_or(self.list)
    }
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A built-in type, by its name with the dollar sign (cdu.md 2.5).
    Builtin(Builtin),
    /// A DEFINE TYPE.
    Keywords(String),
}

macro_rules! builtins {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Built-in value types (cdu.md 2.5).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Builtin { $($(#[$doc])* $variant,)* }

        impl Builtin {
            /// Every built-in type.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in a CLD file.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

builtins! {
    /// An access control entry in parentheses.
    Acl = "$ACL",
    /// Absolute or combination time.
    DateTime = "$DATETIME",
    /// Delta time.
    DeltaTime = "$DELTATIME",
    /// A DCL expression.
    Expression = "$EXPRESSION",
    /// File specification.
    File = "$FILE",
    /// File that is read.
    InFile = "$INFILE",
    /// File that is written.
    OutFile = "$OUTFILE",
    /// File that exists.
    OldFile = "$OLD_FILE",
    /// Integer.
    Number = "$NUMBER",
    /// A privilege name.
    Privilege = "$PRIVILEGE",
    /// A protection code.
    Protection = "$PROTECTION",
    /// A process name.
    Process = "$PROCESS",
    /// A logical name to translate.
    InLog = "$INLOG",
    /// A logical name to define.
    OutLog = "$OUTLOG",
    /// A symbol to read.
    InSym = "$INSYM",
    /// A symbol to define.
    OutSym = "$OUTSYM",
    /// A node name.
    Node = "$NODE",
    /// A device name.
    Device = "$DEVICE",
    /// A directory.
    Directory = "$DIRECTORY",
    /// `[group,member]` or an identifier.
    Uic = "$UIC",
    /// All that follows.
    RestOfLine = "$REST_OF_LINE",
    /// A value in parentheses, which are kept.
    Parenthesized = "$PARENTHESIZED_VALUE",
    /// Any token, with its quotation marks.
    QuotedString = "$QUOTED_STRING",
}

impl Builtin {
    /// The type of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|builtin| builtin.name() == name)
    }
}

/// `DEFINE TYPE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Its keywords.
    pub keywords: Vec<Entity>,
    /// PREFIX: kept for printing.
    pub prefix: Option<String>,
}

/// A DISALLOW clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disallow {
    /// Where it stands.
    pub span: Span,
    /// True: the command is refused.
    pub expr: Expr,
}

/// An expression of DISALLOW (cdu.md 2.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// The entity is present, explicitly or by default.
    Path(Path),
    /// Typed in its negated form.
    Neg(Path),
    /// At least two are true.
    Any2(Vec<Expr>),
    /// Not.
    Not(Box<Expr>),
    /// All are true.
    And(Vec<Expr>),
    /// One is true.
    Or(Vec<Expr>),
}

/// An operand: `[<definition>]entity.keyword...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The definition in angle brackets.
    pub definition: Option<String>,
    /// Labels, the entity's first.
    pub labels: Vec<String>,
}

impl Path {
    /// The labels with dots between.
    pub fn dotted(&self) -> String {
        self.labels.join(".")
    }
}
