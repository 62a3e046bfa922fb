import FoundationEssentials
import MatrixModel

/// What `recipes/apps/mod_wsgi_test.py` says of itself in every good answer.
struct ApplicationAnswer: Decodable {
    var pymongo: String
    var hasC: [String: Bool]
    var applicationGroup: String

    private enum CodingKeys: String, CodingKey {
        case pymongo
        case hasC = "has_c"
        case applicationGroup = "application_group"
    }

    /// Nil for what is no such answer.
    init?(json: [UInt8]) {
        guard let answer = try? JSONDecoder().decode(ApplicationAnswer.self, from: Data(json)) else { return nil }
        self = answer
    }

    /// The texts that every body from `mount` has to have: a leftover Apache of another run has none of them.
    /// The application tells a set from a standalone server, and not how many members a set has.
    static func texts(of cell: Cell, _ topology: Topology, mount: String, nonce: String) -> [String] {
        [
            "\"nonce\": \"\(nonce)\"", "\"application_group\": \"\(mount)\"",
            "\"python\": \"\(cell.python.release)\"", "\"mod_wsgi\": \"\(cell.modWsgi)\"",
            "\"topology\": \"\(topology == .standalone ? "standalone" : "replica-set")\"",
        ]
    }
}
