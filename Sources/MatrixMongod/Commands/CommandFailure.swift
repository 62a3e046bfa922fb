import MatrixModel

/// Why a command was refused, as the client is told. Codes and names are those of MongoDB's `error_codes.yml`.
struct CommandFailure: Error, Equatable {
    var code: Int32
    var name: String
    var message: String

    var reply: BSONDocument {
        ["ok": 0.0, "errmsg": .string(message), "code": .int32(code), "codeName": .string(name)]
    }

    static func badValue(_ message: String) -> Self { Self(code: 2, name: "BadValue", message: message) }
    static func unknownCommand(_ name: String) -> Self {
        Self(code: 59, name: "CommandNotFound", message: "no such command: '\(name)'")
    }
    static func unsupported(_ what: String) -> Self {
        Self(code: 238, name: "NotImplemented", message: "wsgimatrix's embedded server does not have \(what)")
    }
    static func cursorNotFound(_ id: Int64) -> Self {
        Self(code: 43, name: "CursorNotFound", message: "cursor id \(id) not found")
    }
    static func outOfSpace(_ capacity: Int) -> Self {
        Self(
            code: 14031, name: "OutOfDiskSpace",
            message: "wsgimatrix's embedded server stores no more than \(capacity) bytes")
    }

    static let namespaceNotFound = Self(code: 26, name: "NamespaceNotFound", message: "ns not found")
    static let cursorKilled = Self(code: 175, name: "QueryPlanKilled", message: "the collection was dropped")
    // PyMongo 2 knows these two by the beginning of their text alone.
    static let notPrimary = Self(code: 10107, name: "NotWritablePrimary", message: "not master")
    static let notPrimaryNoSecondaryOk = Self(
        code: 13435, name: "NotPrimaryNoSecondaryOk", message: "not master and slaveOk=false")
    static let steppedDown = Self(
        code: 189, name: "PrimarySteppedDown", message: "not master any more: the write has not reached a majority")
    static let noReplication = Self(code: 76, name: "NoReplicationEnabled", message: "not running with --replSet")
    static let alreadyInitialized = Self(code: 23, name: "AlreadyInitialized", message: "already initialized")
    static let notYetInitialized = Self(
        code: 94, name: "NotYetInitialized", message: "no replset config has been received")
    static func invalidSet(_ message: String) -> Self {
        Self(code: 93, name: "InvalidReplicaSetConfig", message: message)
    }
    static func nodeNotFound(_ message: String) -> Self { Self(code: 74, name: "NodeNotFound", message: message) }
}
