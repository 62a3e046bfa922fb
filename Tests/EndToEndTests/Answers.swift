// What the verbs promise to print with `--json`, read as a script would read it: what is not optional here must be there.

struct Provisioned: Decodable {
    var cell: String
    var python: String
    var pythonHome: String
    var module: String
    var libraryPath: String
    var httpdConf: String
    var modWsgiTestConf: String
    var environment: [String: String]
    var environmentFile: String
    var built: [String]
}

struct Served: Decodable {
    var cell: String
    var pythonHome: String
    var module: String
    var built: [String]
    var urls: [String]
    var pid: Int32
    var port: UInt16
}

struct Statuses: Decodable {
    var servers: [Server]
    var sites: [SiteAnswer]

    struct Server: Decodable, Equatable {
        var cell: String
        var state: String
        var pid: Int32?
        var urls: [String]
        var orphans: [Int32]
        var startedAs: String
        var swap: String?
    }
}

struct Entries: Decodable {
    var entries: [Entry]

    struct Entry: Decodable {
        var kind: String
        var label: String
        var folder: String
    }
}

struct Explanation: Decodable {
    var verdict: String
    var reason: String
    var source: String
}

struct Fetched: Decodable {
    var files: [File]

    struct File: Decodable {
        var name: String
        var sha256: String
        var path: String
    }
}

/// The page of `recipes/apps/probe.py`.
struct Probe: Decodable, Equatable {
    var pythonVersion: String
    var realPrefix: String
    var libpython: [String]
    var modWsgiVersion: String
    var processGroup: String
    var applicationGroup: String
    var pid: Int32

    private enum CodingKeys: String, CodingKey {
        case pythonVersion = "python_version"
        case realPrefix = "real_prefix"
        case libpython
        case modWsgiVersion = "mod_wsgi_version"
        case processGroup = "process_group"
        case applicationGroup = "application_group"
        case pid
    }
}

/// Of `test --json`.
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

/// Of `test --select NAME --json`.
struct PlanAnswer: Decodable {
    var results: [TrialAnswer]
}

/// Of `test --self-check --json`.
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

/// Of `mongo start` and `mongo status`.
struct MongoAnswer: Decodable {
    var uri: String?
    var topology: String?
    var kind: String?
    var version: String?
    var members: [Member]

    struct Member: Decodable, Equatable {
        var address: String
        var pid: Int32?
        var state: String
        var log: String?
    }
}

/// Of `serve --zero-loss` and, in a list, of `status`.
struct SiteAnswer: Decodable, Equatable {
    var site: String
    var url: String
    var port: UInt16
    var state: String
    var cell: String?
    var pid: Int32?
    var swap: String?
    var target: String?
}

/// Of `swap`.
struct SwapAnswer: Decodable {
    var from: String
    var to: String
    var isSwapped: Bool
    var strategy: String
    var transition: Transition?
    var window: Window?
    var drain: Drain?

    struct Window: Decodable {
        var probes: Int
        var failedProbes: Int
        var serverErrors: Int
    }

    struct Transition: Decodable { var serverErrors: Int }

    struct Drain: Decodable { var unfinished: Int }
}

/// Of `load`.
struct LoadAnswer: Decodable {
    var sent: Int
    var ok: Int
    var failed: [String: Int]
}

/// Of `swap --ab`.
struct ComparisonAnswer: Decodable {
    var a: String
    var b: String
    var seed: UInt64
    var failed: [String: Int]
    var figures: [Figure]

    struct Figure: Decodable {
        var name: String
        var value: Value

        struct Value: Decodable {
            var a: Double
            var b: Double
        }
    }
}
