import MatrixTestSupport
import SystemPackage

/// What the tests read of `test --json`; its keys are a contract, so what is not optional here must be there.
struct TrialAnswer: Decodable {
    var cell: String
    var verdict: String
    var findings: [Finding]
    /// None for an application without a database.
    var server: Server?
    var driver: String
    var requests: Requests
    var latency: Latency?
    var samples: [Sample]
    var folder: String

    struct Finding: Decodable {
        var kind: String
        var evidence: String
        var figures: [String: Double]
    }

    struct Server: Decodable {
        var kind: String
        var version: String
        var hosts: [String]
    }

    struct Requests: Decodable, Equatable {
        var sent: Int
        var ok: Int
        var failed: [String: Int]
    }

    /// In milliseconds.
    struct Latency: Decodable {
        var p50: Double
        var p99: Double
        var max: Double
    }

    struct Sample: Decodable {
        var requests: Int
        var processes: [Process]

        struct Process: Decodable { var descriptors: Int }

        var descriptors: Int { processes.map(\.descriptors).reduce(0, +) }
    }
}

/// What the tests read of `test --select NAME --json`.
struct PlanAnswer: Decodable {
    var results: [TrialAnswer]
}

/// What the tests read of `test --self-check --json`.
struct SelfCheckAnswer: Decodable {
    var misses: Int
    var falseAlarms: Int
    var results: [Result]

    struct Result: Decodable {
        var control: String
        var expected: String
        var found: String
        var evidence: String
    }
}
