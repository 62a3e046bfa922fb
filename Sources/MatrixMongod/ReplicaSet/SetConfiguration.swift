import MatrixModel

/// A set as `replSetInitiate` was told of it.
struct SetConfiguration: Hashable {
    struct Host: Hashable {
        var id: Int32
        /// `host:port`, the very string that clients are told.
        var text: String
        var name: String
        var port: Int
    }

    var name: String
    var hosts: [Host]

    var majority: Int { hosts.count / 2 + 1 }

    init(_ document: BSONDocument) throws(CommandFailure) {
        guard let name = document["_id"]?.string, let members = document["members"]?.array else {
            throw .invalidSet("a set needs an `_id` and `members`")
        }
        self.name = name
        hosts = []
        for member in members {
            guard let id = member.document?["_id"]?.integer, let number = Int32(exactly: id), number >= 0,
                let text = member.document?["host"]?.string, let colon = text.lastIndex(of: ":"),
                let port = UInt16(text[text.index(after: colon)...]), colon != text.startIndex
            else { throw .invalidSet("each member needs an `_id` and a `host` with its port") }
            hosts.append(Host(id: number, text: text, name: String(text[..<colon]), port: Int(port)))
        }
        guard !hosts.isEmpty, Set(hosts.map(\.id)).count == hosts.count, Set(hosts.map(\.text)).count == hosts.count
        else { throw .invalidSet("members must be there and differ") }
    }

    var document: BSONDocument {
        let members = hosts.map { BSONValue.document(["_id": .int32($0.id), "host": .string($0.text)]) }
        return ["_id": .string(name), "version": 1, "members": .array(members)]
    }

    func host(_ id: Int32) -> Host? { hosts.first { $0.id == id } }
}
