import FoundationEssentials
import MatrixModel
import Testing

@testable import MatrixMongod

/// Recorded messages, damaged by a seeded generator: the server must not trap, and must not grow without end.
///
/// `WSGIMATRIX_FUZZ_MESSAGES` sets how many, `WSGIMATRIX_FUZZ_SEED` which.
struct FuzzTests {
    @Test func survivesDamagedMessages() throws {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["WSGIMATRIX_FUZZ_MESSAGES"].flatMap { Int($0) } ?? 40_000
        let seed = environment["WSGIMATRIX_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
        var mutator = Mutator(
            corpus: try RecordedSession.drivers.flatMap { try RecordedSession(driver: $0).messages.map(\.bytes) }
                + Self.others, seed: seed)
        for client in [TestClient(), TestClient(replicaSet: "rs")] {
            for _ in 0..<count / 2 {
                if client.isClosed { client.connect() }
                client.send(mutator.next())
                _ = client.answers()
                // What the damaged commands have stored is not what is tested.
                if client.mongod.catalog.byteCount > 1 << 20 { client.mongod.catalog.dropEverything() }
                if client.mongod.cursors.count > 1000 { client.disconnect() }
            }
            #expect(client.mongod.connections.current <= 1)
            client.disconnect()
            client.connect()
            #expect(try client.run(["ping": 1, "$db": "admin"]).isOK, "seed \(seed)")
        }
    }

    /// Commands that PyMongo did not send when it was recorded.
    private static let others: [[UInt8]] = [
        ["replSetInitiate": ["_id": "rs", "members": [["_id": 0, "host": "127.0.0.1:27017"]]], "$db": "admin"],
        [
            "embeddedPeer": "heartbeat", "set": "rs", "from": 1, "to": 0, "term": .int64(3), "role": 1,
            "appliedTerm": .int64(1), "appliedIndex": .int64(4), "config": ["_id": "rs", "members": []],
            "$db": "admin",
        ],
        [
            "embeddedPeer": "vote", "set": "rs", "from": 1, "to": 0, "term": .int64(3), "role": 2,
            "appliedTerm": .int64(1), "appliedIndex": .int64(4), "proposal": .int64(5), "$db": "admin",
        ],
        [
            "hello": 1, "topologyVersion": ["processId": .objectID([UInt8](repeating: 1, count: 12)), "counter": 0],
            "maxAwaitTimeMS": 10, "$db": "admin",
        ],
        ["aggregate": "c", "pipeline": [["$match": [:]], ["$group": ["_id": 1, "n": ["$sum": 1]]]], "$db": "d"],
        ["serverStatus": 1, "$db": "admin"], ["listDatabases": 1, "$db": "admin"], ["replSetGetStatus": 1, "$db": "a"],
        ["find": "docs", "filter": ["_id": 3], "limit": 2, "skip": 1, "batchSize": 1, "$db": "golden"],
    ].map { (body: BSONDocument) in OpMsg(body).encoded(requestID: 3) }
}

/// Damages messages; the same seed gives the same ones.
struct Mutator {
    let corpus: [[UInt8]]
    private var state: UInt64

    init(corpus: [[UInt8]], seed: UInt64) {
        self.corpus = corpus
        state = seed
    }

    mutating func next() -> [UInt8] {
        var bytes = corpus[below(corpus.count)]
        for _ in 0..<below(5) { damage(&bytes) }
        // Mostly a true length in front, or little would get past it.
        if below(10) > 0, bytes.count >= 4 {
            for byte in 0..<4 { bytes[byte] = UInt8(truncatingIfNeeded: bytes.count >> (8 * byte)) }
        }
        return bytes
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = below(bytes.count)
        switch below(7) {
        case 0: bytes[place] ^= 1 << UInt8(below(8))
        case 1: bytes[place] = UInt8(below(256))
        case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF][below(5)]
        case 3: bytes.remove(at: place)
        case 4: bytes.insert(UInt8(below(256)), at: place)
        case 5: bytes.removeSubrange(place...)
        default:
            // A piece of another message: names and types that mean something, in the wrong place.
            let other = corpus[below(corpus.count)]
            let start = below(other.count)
            let piece = other[start..<min(other.count, start + 1 + below(40))]
            bytes.replaceSubrange(place..<min(bytes.count, place + below(40)), with: piece)
        }
    }

    /// SplitMix64.
    private mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
