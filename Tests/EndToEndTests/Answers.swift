// What the verbs promise to print with `--json`, read as a script would read it.

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

    struct Server: Decodable, Equatable {
        var cell: String
        var state: String
        var pid: Int32?
        var urls: [String]
        var orphans: [Int32]
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
