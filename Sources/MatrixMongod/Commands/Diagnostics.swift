import FoundationEssentials
import MatrixModel
import NIOCore

extension Mongod {
    /// What the observer of a test reads; named as MongoDB names it, but for `process`.
    var serverStatus: BSONDocument {
        let uptime = started.duration(to: .now)
        return [
            "host": .string("127.0.0.1:\(port)"), "version": .string(EmbeddedMongod.version),
            "process": .string(EmbeddedMongod.kind), "pid": .int64(Int64(ProcessInfo.processInfo.processIdentifier)),
            "uptime": .double(Double(uptime.components.seconds)),
            "uptimeMillis": .int64(Int64(uptime / .milliseconds(1))), "localTime": .datetime(now),
            "connections": [
                "current": .int32(connections.current), "peak": .int32(connections.peak),
                "available": .int32(max(0, 51_200 - connections.current)), "totalCreated": .int64(connections.total),
            ],
            "opcounters": [
                "insert": .int64(operations.inserts), "query": .int64(operations.queries), "update": .int64(0),
                "delete": .int64(0), "getmore": .int64(operations.getMores), "command": .int64(operations.commands),
            ],
            "metrics": [
                "cursor": [
                    "open": ["total": .int64(Int64(cursors.count)), "noTimeout": .int64(0)],
                    "totalOpened": .int64(cursors.totalOpened),
                ]
            ],
            "storageEngine": ["name": "memory", "persistent": false],
            "mem": ["storedBytes": .int64(Int64(catalog.byteCount))], "ok": 1.0,
        ]
    }

    static let buildInfo: BSONDocument = [
        // Clients choose what they send by the wire versions; some old ones read this number as well.
        "version": "7.0.0", "versionArray": [7, 0, 0, 0],
        "gitVersion": .string(EmbeddedMongod.versionText), "modules": [],
        "embedded": .string(EmbeddedMongod.version), "bits": 64, "debug": false,
        "maxBsonObjectSize": .int32(Int32(EmbeddedMongod.maximumDocumentSize)), "storageEngines": ["memory"],
        "ok": 1.0,
    ]

    static let connectionStatus: BSONDocument = [
        "authInfo": ["authenticatedUsers": [], "authenticatedUserRoles": []], "ok": 1.0,
    ]

    var commandLineOptions: BSONDocument {
        [
            "argv": ["embedded-mongod", "--port", .string("\(port)")],
            "parsed": ["net": ["port": .int32(Int32(truncatingIfNeeded: port))]], "ok": 1.0,
        ]
    }

    /// `featureCompatibilityVersion` is what clients ask for.
    static func parameters(_ command: BSONDocument) -> BSONDocument {
        guard command["featureCompatibilityVersion"] != nil || command.first?.string == "*" else {
            return CommandFailure(code: 72, name: "InvalidOptions", message: "no option found to get").reply
        }
        return ["featureCompatibilityVersion": ["version": "7.0"], "ok": 1.0]
    }

    func shutDownSoon() -> Outcome {
        log("a client asked for the end")
        // The answer goes out first.
        _ = loop.scheduleTask(in: .milliseconds(50)) { [self] in shutDown() }
        return .reply(["ok": 1.0])
    }
}

extension BSONDocument {
    fileprivate var first: BSONElement? { first { _ in true } }
}
