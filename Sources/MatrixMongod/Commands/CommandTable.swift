import MatrixModel

extension Mongod {
    typealias Command = @Sendable (Mongod, Request) throws(CommandFailure) -> Outcome

    /// Every command by its name in lower case.
    static let commands: [String: Command] = [
        "ismaster": { mongod, request throws(CommandFailure) in try mongod.hello(request) },
        "hello": { mongod, request throws(CommandFailure) in try mongod.hello(request) },
        "find": { mongod, request throws(CommandFailure) in try mongod.find(request) },
        "getmore": { mongod, request throws(CommandFailure) in try mongod.getMore(request) },
        "killcursors": { mongod, request in mongod.killCursors(request) },
        "insert": { mongod, request throws(CommandFailure) in try mongod.insert(request) },
        "getlasterror": { mongod, request in mongod.getLastError(request) },
        "drop": { mongod, request throws(CommandFailure) in try mongod.drop(request) },
        "dropdatabase": { mongod, request throws(CommandFailure) in try mongod.dropDatabase(request) },
        "create": { mongod, request throws(CommandFailure) in try mongod.create(request) },
        "count": { mongod, request throws(CommandFailure) in try mongod.count(request) },
        "aggregate": { mongod, request throws(CommandFailure) in try mongod.aggregate(request) },
        "listdatabases": { mongod, request throws(CommandFailure) in try mongod.listDatabases(request) },
        "listcollections": { mongod, request throws(CommandFailure) in try mongod.listCollections(request) },
        "serverstatus": { mongod, _ in .reply(mongod.serverStatus) },
        "buildinfo": { _, _ in .reply(Mongod.buildInfo) },
        "ping": { _, _ in .reply(["ok": 1.0]) },
        "endsessions": { _, _ in .reply(["ok": 1.0]) },
        "whatsmyuri": { _, request in .reply(["you": .string(request.connection.peer), "ok": 1.0]) },
        "connectionstatus": { _, _ in .reply(Mongod.connectionStatus) },
        "getparameter": { _, request in .reply(Mongod.parameters(request.command)) },
        "getcmdlineopts": { mongod, _ in .reply(mongod.commandLineOptions) },
        "getlog": { _, _ in .reply(["totalLinesWritten": 0, "log": [], "ok": 1.0]) },
        "shutdown": { mongod, _ in mongod.shutDownSoon() },
        "replsetinitiate": { mongod, request throws(CommandFailure) in try mongod.initiateSet(request) },
        "replsetgetstatus": { mongod, _ throws(CommandFailure) in try mongod.setStatus() },
        "embeddedpeer": { mongod, request throws(CommandFailure) in try mongod.answerPeer(request) },
    ]
}
