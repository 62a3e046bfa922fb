import MatrixModel

/// What a MongoDB server says about itself and its set.
struct HelloAnswer: Sendable, Equatable {
    var isWritable: Bool
    var isSecondary: Bool
    /// Nil for a standalone server, and for a member of a set that was not initiated.
    var setName: String?
    /// All members, as clients are to address them.
    var hosts: [String]

    init(_ answer: BSONDocument) {
        isWritable = answer["ismaster"]?.isTrue ?? answer["isWritablePrimary"]?.isTrue ?? false
        isSecondary = answer["secondary"]?.isTrue ?? false
        setName = answer["setName"]?.string
        hosts = answer["hosts"]?.array?.compactMap(\.string) ?? []
    }

    /// The old name of `hello`, which every server understands.
    static func ask(_ address: MongoAddress) async throws -> HelloAnswer {
        HelloAnswer(try await MongoConnection.run([("isMaster", 1)], at: address))
    }

    /// For messages.
    var words: String {
        if setName == nil { return isWritable ? "standalone" : "in no set yet" }
        let role = isWritable ? "primary" : isSecondary ? "secondary" : "neither primary nor secondary"
        return hosts.isEmpty ? role : "\(role) of \(hosts.count)"
    }
}
