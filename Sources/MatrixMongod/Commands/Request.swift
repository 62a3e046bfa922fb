import MatrixModel

/// One command of one client.
struct Request {
    /// The name of the first field in lower case: commands are found without regard to case.
    var name: String
    var command: BSONDocument
    /// Arrays of documents that came beside the command.
    var sequences: [OpMsg.Sequence] = []
    var database: String
    /// The client takes what a secondary has.
    var mayReadFromSecondary = false
    /// The client takes more than one answer.
    var exhaustAllowed = false
    unowned var connection: ClientConnection

    /// From an OP_MSG.
    init(_ message: OpMsg, connection: ClientConnection) {
        let mode = message.body["$readPreference"]?.document?["mode"]?.string
        self.init(
            command: message.body, sequences: message.sequences, database: message.body["$db"]?.string ?? "admin",
            mayReadFromSecondary: mode != nil && mode != "primary",
            exhaustAllowed: message.flags.contains(.exhaustAllowed), connection: connection)
    }

    /// From an OP_QUERY on `$cmd`, whose command may stand in a wrapper with a read preference.
    init(_ query: OpQuery, database: String, connection: ClientConnection) {
        let mode = query.query["$readPreference"]?.document?["mode"]?.string
        self.init(
            command: query.query.unwrapped, sequences: [], database: database,
            mayReadFromSecondary: query.mayReadFromSecondary || (mode != nil && mode != "primary"),
            exhaustAllowed: false, connection: connection)
    }

    private init(
        command: BSONDocument, sequences: [OpMsg.Sequence], database: String, mayReadFromSecondary: Bool,
        exhaustAllowed: Bool, connection: ClientConnection
    ) {
        name = command.first { _ in true }?.key.lowercased() ?? ""
        self.command = command
        self.sequences = sequences
        self.database = database
        self.mayReadFromSecondary = mayReadFromSecondary
        self.exhaustAllowed = exhaustAllowed
        self.connection = connection
    }

    /// What the command is to work on: the value of its first field.
    func namespace() throws(CommandFailure) -> Namespace {
        guard let collection = command.first(where: { _ in true })?.string, !collection.isEmpty, !database.isEmpty
        else { throw CommandFailure(code: 73, name: "InvalidNamespace", message: "a collection must have a name") }
        return Namespace(database: database, collection: collection)
    }

    /// The documents of that name, whether they came in the command or beside it.
    func documents(_ name: String) -> [BSONDocument] {
        if let sequence = sequences.first(where: { $0.name == name }) { return sequence.documents }
        return command[name]?.array?.compactMap(\.document) ?? []
    }

    /// A count that must not be negative; nil when the field is missing or null.
    func count(_ name: String) throws(CommandFailure) -> Int? {
        guard let element = command[name], element.type != .null else { return nil }
        guard let number = element.integer, number >= 0 else {
            throw .badValue("`\(name)` must be a whole number of 0 or more")
        }
        return Int(number)
    }
}

extension BSONDocument {
    /// The query in `{$query: …}` or `{query: …}`, or the document itself. `count` has a `query` too, but not in front.
    var unwrapped: BSONDocument {
        guard let first = first(where: { _ in true }), first.key == "$query" || first.key == "query" else {
            return self
        }
        return first.document ?? self
    }
}

/// What comes of a request.
enum Outcome {
    case reply(BSONDocument)
    /// The answer takes others: it is given to what the closure is called with, exactly once.
    case later((@escaping (BSONDocument) -> Void) -> Void)
    /// A hello that waits for a change, once or for good.
    case hello(TopologyWait)
}

/// A hello that is to be answered when the topology is newer than what the client knows, or when `limit` is over.
struct TopologyWait {
    var known: Int64
    var limit: Duration
    var answer: () -> BSONDocument
}
