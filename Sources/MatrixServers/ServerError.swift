package import MatrixModel

/// Why a server could not be found, configured, started or stopped.
package enum ServerError: Mendable, Equatable {
    case apacheMissing
    case apacheUnreadable(String)
    case apacheModulesMissing([String])
    case apxsMissing
    case mpmMissing(MPM, has: [MPM])

    case templateUnreadable(String, reason: String)
    case unwritableValue(String, reason: String)
    case unknownDirective(String, modWsgi: Version)

    case unknownUser(String)
    case barred(user: String, by: String, to: String)
    case missing(String)
    case runFolderUnusable(String, reason: String)
    case portTaken(UInt16, owner: PortOwner?)
    /// The same, where no other port will do: a script of upstream's shape knows MongoDB's default one alone.
    case defaultPortTaken(UInt16, owner: PortOwner?)
    /// Apache's `mods-enabled` leads to a file that is to go.
    case stillEnabled(String)
    /// Another generation serves from this run folder.
    case runFolderBusy(String, cell: String, pid: Int32)

    /// Apache, or mod_wsgi within it, refused: its first real errors.
    case startFailed(errors: [String], log: String)
    /// The user's own script does not load, or raises; `said` are Python's words.
    case applicationFails(String, said: String?, log: String)
    case wrongAnswer(url: String, [Mismatch])
    case notReady(after: Duration, lastSeen: String, errors: [String], log: String)
    case survivors([Int32])

    /// What was given as a `mongod` cannot be run.
    case mongodMissing(String)
    /// A member ended before it answered; `said` are its last words.
    case mongodEnded(port: UInt16, status: String, said: String, log: String)
    case mongodNotReady(port: UInt16, after: Duration, said: String, log: String)
    /// The members are up and do not agree on a primary; `seen` is what each says about itself.
    case noPrimary(after: Duration, seen: [String], said: String, log: String)
    case mongoRefused(command: String, reason: String)
    /// Other servers run from this folder.
    case mongoBusy(String, topology: String)
    case mongoURI(String, reason: String)
    case mongoUnreachable(String, reason: String)
    /// The server at a given address is no such topology.
    case wrongTopology(String, asked: String, found: String)

    package struct PortOwner: Equatable, Sendable {
        package var pid: Int32
        package var command: String
    }

    /// A mount answered, but something else than this cell's interpreter.
    package struct Mismatch: Equatable, Sendable {
        package var field: String
        package var expected: String
        package var actual: String
    }
}

extension ServerError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .apacheMissing: "no Apache found: neither `apache2` nor `httpd` is on PATH"
        case .apacheUnreadable(let path): "`\(path) -V` does not tell a version and a module magic number"
        case .apacheModulesMissing(let folders):
            "no Apache modules found in \(folders.map { "`\($0)`" }.joined(separator: ", "))"
        case .apxsMissing: "`apxs` is missing, which builds modules for Apache"
        case .mpmMissing(let mpm, let others):
            "this Apache has no \(mpm.rawValue) MPM, only \(others.map(\.rawValue).joined(separator: ", "))"
        case .templateUnreadable(let path, let reason): "cannot use the template `\(path)`: \(reason)"
        case .unwritableValue(let text, let reason):
            "`\(text.debugDescription.dropFirst().dropLast())` cannot be written into Apache's configuration: \(reason)"
        case .unknownDirective(let name, let version): "mod_wsgi \(version) has no `\(name)`"
        case .unknownUser(let name): "there is no user `\(name)` for Apache's children to run as"
        case .barred(let user, let barrier, let target):
            "`\(user)`, the user that Apache's children run as, may not pass `\(barrier)` on the way to `\(target)`"
        case .missing(let path): "`\(path)` is missing"
        case .runFolderUnusable(let path, let reason): "cannot use the run folder `\(path)`: \(reason)"
        case .portTaken(let port, let owner?), .defaultPortTaken(let port, let owner?):
            "port \(port) is taken by process \(owner.pid) (`\(owner.command)`)"
        case .portTaken(let port, nil), .defaultPortTaken(let port, nil):
            "port \(port) is taken by a process that cannot be seen"
        case .runFolderBusy(let path, let cell, let pid):
            "`\(path)` is in use: process \(pid) serves \(cell) from there, from another generation or started by hand"
        case .stillEnabled(let path): "`\(path)` leads to a file that would go: Apache would end at its next reload"
        case .startFailed(let errors, _): "apache did not start: \(Self.summary(errors))"
        case .applicationFails(let problem, let said, _):
            "the application fails: \(problem)" + (said.map { ": \($0)" } ?? "")
        case .wrongAnswer(let url, let mismatches):
            "`\(url)` is answered by another interpreter than asked for: "
                + mismatches.map { "\($0.field) is `\($0.actual)`, not `\($0.expected)`" }.joined(separator: "; ")
        case .notReady(let limit, let seen, let errors, _):
            "apache was not ready after \(limit): \(seen)"
                + (errors.isEmpty ? "" : "; its log: \(errors.joined(separator: " / "))")
        case .survivors(let pids):
            "processes outlive SIGKILL: \(pids.map(String.init).joined(separator: ", "))"
        case .mongodMissing(let path): "`\(path)` is no program that can be run"
        case .mongodEnded(let port, let status, let said, let log):
            "the mongod for port \(port) ended (\(status)) before it answered\ncaused by: \(said)\nlog: \(log)"
        case .mongodNotReady(let port, let limit, let said, let log):
            "the mongod on port \(port) did not answer within \(limit)\nlog: \(log), which ends with\n\(said)"
        case .noPrimary(let limit, let seen, let said, let log):
            "the set has no primary after \(limit): \(seen.joined(separator: ", "))\nlog: \(log), which ends with\n\(said)"
        case .mongoRefused(let command, let reason): "the MongoDB server refuses `\(command)`: \(reason)"
        case .mongoBusy(let folder, let topology):
            "`\(folder)` is in use: a \(topology) topology runs from there"
        case .mongoURI(let uri, let reason): "cannot use `\(uri)`: \(reason)"
        case .mongoUnreachable(let address, let reason): "no MongoDB server answers at `\(address)`: \(reason)"
        case .wrongTopology(let address, let asked, let found):
            "the server at `\(address)` is \(found), not \(asked)"
        }
    }

    /// The command that mends it, where one does.
    package var hint: String? {
        switch self {
        case .apacheMissing, .apacheModulesMissing, .mpmMissing: "apt-get install apache2"
        case .apxsMissing: "apt-get install apache2-dev"
        case .barred: "keep the store where everybody may pass: `--cache /var/tmp/wsgimatrix`"
        case .portTaken: "leave the port out and a free one is taken"
        case .defaultPortTaken:
            "the script looks for MongoDB there: end that process, or use it with `--mongodb mongodb://127.0.0.1:27017`"
        case .startFailed(_, let log), .notReady(_, _, _, let log), .applicationFails(_, _, let log):
            "the whole log is `\(log)`"
        case .stillEnabled: "a2dismod wsgimatrix && apachectl graceful && wsgimatrix activate --undo"
        case .mongoBusy: "wsgimatrix mongo stop"
        case .wrongTopology(_, _, let found): "--topology \(found)"
        default: nil
        }
    }

    private static func summary(_ errors: [String]) -> String {
        errors.isEmpty ? "it says nothing" : errors.joined(separator: " / ")
    }
}
