import MatrixModel

/// OP_QUERY: a query, or a command when the collection is `$cmd`.
struct OpQuery {
    var flags: Int32
    var collection: String
    var skip: Int32
    /// How many documents in the first batch; negative or 1 for no more than those.
    var count: Int32
    var query: BSONDocument
    var hasProjection: Bool

    init(_ payload: ArraySlice<UInt8>) throws(BSONError) {
        var scanner = BSONScanner(payload)
        flags = try scanner.int32()
        collection = String(decoding: try scanner.cString(), as: UTF8.self)
        skip = try scanner.int32()
        count = try scanner.int32()
        query = try scanner.next()
        hasProjection = scanner.isAtEnd ? false : !(try scanner.next()).isEmpty
    }

    /// Flag 4 was called slaveOk.
    var mayReadFromSecondary: Bool { flags & 4 != 0 }
}

/// OP_GET_MORE.
struct OpGetMore {
    var count: Int32
    var cursor: Int64

    init(_ payload: ArraySlice<UInt8>) throws(BSONError) {
        var scanner = BSONScanner(payload)
        _ = try scanner.int32()
        _ = try scanner.cString()
        count = try scanner.int32()
        cursor = try scanner.int64()
    }
}

/// OP_INSERT.
struct OpInsert {
    /// Flag 1: goes on with the next document when one is refused.
    var continuesOnError: Bool
    var collection: String
    var documents: [BSONDocument]

    init(_ payload: ArraySlice<UInt8>) throws(BSONError) {
        var scanner = BSONScanner(payload)
        continuesOnError = try scanner.int32() & 1 != 0
        collection = String(decoding: try scanner.cString(), as: UTF8.self)
        documents = []
        while !scanner.isAtEnd { documents.append(try scanner.next()) }
    }
}

/// OP_KILL_CURSORS.
struct OpKillCursors {
    var cursors: [Int64]

    init(_ payload: ArraySlice<UInt8>) throws(BSONError) {
        var scanner = BSONScanner(payload)
        _ = try scanner.int32()
        _ = try scanner.int32()
        cursors = []
        while !scanner.isAtEnd { cursors.append(try scanner.int64()) }
    }
}

/// OP_REPLY: the answer to OP_QUERY and OP_GET_MORE.
struct OpReply {
    struct Flags: OptionSet {
        let rawValue: Int32

        static let cursorNotFound = Flags(rawValue: 1)
        static let queryFailure = Flags(rawValue: 2)
        static let awaitCapable = Flags(rawValue: 8)
    }

    var flags: Flags = .awaitCapable
    var cursor: Int64 = 0
    var startingFrom: Int32 = 0
    var documents: [BSONDocument]

    func encoded(requestID: Int32, responseTo: Int32) -> [UInt8] {
        let size = documents.reduce(36) { $0 + $1.bytes.count }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        for number in [Int32(size), requestID, responseTo, Opcode.reply.rawValue, flags.rawValue] {
            bytes.append(littleEndian: number)
        }
        bytes.append(littleEndian: cursor)
        bytes.append(littleEndian: startingFrom)
        bytes.append(littleEndian: Int32(documents.count))
        for document in documents { bytes.append(contentsOf: document.bytes) }
        return bytes
    }
}
