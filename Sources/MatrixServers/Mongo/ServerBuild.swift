import MatrixModel

/// Which server there is, as its `buildInfo` tells.
struct ServerBuild: Sendable, Equatable {
    /// Empty when the server does not tell.
    var version: String
    /// wsgimatrix's own stand-in. Its `version` is one of MongoDB's, for clients that read it; its own is beside that.
    var isEmbedded: Bool

    static func ask(_ address: MongoAddress) async -> ServerBuild {
        let answer = try? await MongoConnection.run([("buildInfo", 1)], at: address)
        let embedded = answer?["embedded"]?.string
        return ServerBuild(
            version: embedded ?? answer?["version"]?.string ?? "", isEmbedded: embedded != nil)
    }
}
