package import SystemPackage

/// Which MongoDB server a topology runs, and how that came about.
package enum MongoServerKind: String, Sendable, Codable, CaseIterable {
    /// Somebody else's, given by its address, and not the stand-in.
    case uri
    /// A `mongod` that was named.
    case given
    /// A `mongod` on PATH.
    case found
    /// MongoDB's own download, in the store.
    case store
    /// wsgimatrix's own stand-in, which is not MongoDB.
    case embedded

    /// For people.
    package var words: String {
        switch self {
        case .uri: "the server at the given address"
        case .given: "the given mongod"
        case .found: "the mongod on PATH"
        case .store: "MongoDB's own mongod"
        case .embedded: "the embedded stand-in, which is not MongoDB"
        }
    }
}

/// A program with mongod's own options.
package struct MongodExecutable: Sendable, Equatable {
    package var kind: MongoServerKind
    package var path: FilePath
    /// What stands before mongod's options.
    package var leadingArguments: [String]

    package init(kind: MongoServerKind, path: FilePath, leadingArguments: [String] = []) {
        self.kind = kind
        self.path = path
        self.leadingArguments = leadingArguments
    }

    /// The stand-in that `binary`, our own, holds.
    package static func embedded(in binary: FilePath) -> MongodExecutable {
        MongodExecutable(kind: .embedded, path: binary, leadingArguments: ["embedded-mongod"])
    }
}
