import Glibc
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixServers

@Suite(
    "MongoDB topologies",
    .enabled(if: findExecutable("python3", in: ["/usr/bin"]) != nil, "the fake is a Python script"),
    .serialized, .timeLimit(.minutes(3)))
struct MongoServersTests {
    @Test(
        "a topology answers after its start, below the ports that the kernel gives to clients, and a stop leaves only logs",
        arguments: [Topology.standalone, .replicaSet(members: 1), .replicaSet(members: 3)],
        [Supervision(descriptors: 300), nil])
    func roundTrip(topology: Topology, supervision: Supervision?) async throws {
        try await withFake(.good) { fake in
            let mongo = try await fake.servers(supervision: supervision).start(topology, in: fake.folder)
            #expect(mongo.hosts.count == topology.members)
            #expect(mongo.hosts.allSatisfy { $0.host == "127.0.0.1" && (20_000..<32_768).contains($0.port) })
            #expect(mongo.kind == .given)
            #expect(mongo.version == "7.0.99")
            let names = mongo.hosts.map { "\($0)" }.joined(separator: ",")
            #expect(mongo.uri == "mongodb://\(names)/" + (topology == .standalone ? "" : "?replicaSet=wsgimatrix"))
            #expect(fake.processes().count == topology.members * (supervision == nil ? 1 : 2))

            #expect(try await mongo.stop() == StopOutcome(ended: topology.members, killed: []))
            #expect(fake.processes().isEmpty)
            let left = try Files.listFolder(fake.folder.appending("member-1"))
            #expect(left.sorted() == ["mongod.log", "output.log"])
            #expect(MongoRecord.read(fake.folder) == nil)
        }
    }

    @Test("a busy port names its owner, and nothing is started")
    func busyPort() async throws {
        try await withFake(.good) { fake in
            try await LyingServer.answering { _, _ in .status(200) }.run { server in
                let error = await #expect(throws: ServerError.self) {
                    _ = try await fake.servers().start(.standalone, port: server.port, in: fake.folder)
                }
                guard case .portTaken(server.port, let owner?) = error else {
                    Issue.record("it is \(String(describing: error))")
                    return
                }
                #expect(owner.pid == getpid())
                #expect(fake.processes().isEmpty)
            }
        }
    }

    @Test("an election that never ends is given up, with what each member says and the end of the log")
    func endlessElection() async throws {
        try await withFake(.undecided) { fake in
            let error = await #expect(throws: ServerError.self) {
                _ = try await fake.servers(patience: .seconds(3)).start(.replicaSet(members: 3), in: fake.folder)
            }
            guard case .noPrimary(after: .seconds(3), let seen, let said, let log) = error else {
                Issue.record("it is \(String(describing: error))")
                return
            }
            #expect(seen.count == 3 && seen.allSatisfy { $0.hasSuffix(" is secondary of 3") }, "\(seen)")
            #expect(said.hasSuffix("electing"))
            #expect(log == fake.folder.appending("member-1/mongod.log").string)
            #expect(fake.processes().isEmpty)
        }
    }

    @Test("a mongod that ends before it answers is told by its exit code and its last words")
    func refusal() async throws {
        try await withFake(.refuses) { fake in
            let error = await #expect(throws: ServerError.self) {
                _ = try await fake.servers().start(.standalone, in: fake.folder)
            }
            guard case .mongodEnded(_, status: "exited(14)", let said, _) = error else {
                Issue.record("it is \(String(describing: error))")
                return
            }
            #expect(said == "the data files were written by a later version")
        }
    }

    @Test("a mongod that never answers is stopped at the deadline")
    func silence() async throws {
        try await withFake(.silent) { fake in
            let error = await #expect(throws: ServerError.self) {
                _ = try await fake.servers(patience: .seconds(1)).start(.standalone, in: fake.folder)
            }
            guard case .mongodNotReady(_, after: .seconds(1), let said, _) = error else {
                Issue.record("it is \(String(describing: error))")
                return
            }
            #expect(said.hasPrefix("starting on port "))
            #expect(fake.processes().isEmpty)
        }
    }

    @Test("a mongod that ignores SIGTERM is killed")
    func stubborn() async throws {
        try await withFake(.stubborn) { fake in
            let mongo = try await fake.servers().start(.standalone, in: fake.folder)
            let pid = try #require(mongo.member(0)?.process).pid
            #expect(try await mongo.stop() == StopOutcome(ended: 1, killed: [pid]))
            #expect(fake.processes().isEmpty)
        }
    }

    @Test("a start that is cancelled leaves nothing behind", arguments: [Supervision(), nil])
    func cancellation(supervision: Supervision?) async throws {
        try await withFake(.silent) { fake in
            let start = Task {
                _ = try await fake.servers(supervision: supervision, patience: .seconds(120)).start(
                    .replicaSet(members: 3), in: fake.folder)
            }
            while fake.processes().count < 2 { try await Task.sleep(for: .milliseconds(50)) }
            start.cancel()
            await #expect(throws: CancellationError.self) { try await start.value }
            #expect(fake.processes().isEmpty)
        }
    }

    @Test("a member that is killed leads to another primary, and comes back")
    func killedMember() async throws {
        try await withFake(.good) { fake in
            let mongo = try await fake.servers().start(.replicaSet(members: 3), in: fake.folder)
            #expect(try await HelloAnswer.ask(mongo.hosts[0]).isWritable)
            try await mongo.kill(member: 0)
            #expect(try await HelloAnswer.ask(mongo.hosts[1]).isWritable)
            #expect(await mongo.counts() == nil)
            try await mongo.restart(member: 0)
            #expect(try await HelloAnswer.ask(mongo.hosts[0]).isWritable)
            #expect(await mongo.counts() != nil)
            try await mongo.stop()
        }
    }

    @Test("servers that were stopped start again on their ports")
    func stoppedAndStarted() async throws {
        try await withFake(.good) { fake in
            let mongo = try await fake.servers().start(.replicaSet(members: 3), in: fake.folder)
            try await mongo.stopAll()
            #expect(fake.processes().isEmpty)
            await #expect(throws: Errno.connectionRefused) { _ = try await HelloAnswer.ask(mongo.hosts[0]) }
            try await mongo.startAll()
            #expect(try await HelloAnswer.ask(mongo.hosts[0]).hosts.count == 3)
            try await mongo.stop()
        }
    }

    @Test("counts are of all members, without the connections that count")
    func counts() async throws {
        try await withFake(.good) { fake in
            let mongo = try await fake.servers().start(.replicaSet(members: 3), in: fake.folder)
            let first = try #require(await mongo.counts())
            #expect(first.openCursors == 6)
            let client = try await MongoConnection.open(mongo.hosts[2])
            _ = try await client.run([("isMaster", 1)])
            let second = try #require(await mongo.counts())
            #expect(second.totalConnections == first.totalConnections + 1)
            withExtendedLifetime(client) {}
        }
    }

    @Test("counts leave out the connections that count, however often they are asked for")
    func ownConnections() async throws {
        try await withFake(.good) { fake in
            let mongo = try await fake.servers().start(.replicaSet(members: 3), in: fake.folder)
            // What the start has asked with is closed by and by.
            while await mongo.counts()?.currentConnections != 0 { try await Task.sleep(for: .milliseconds(20)) }
            let first = try #require(await mongo.counts())
            #expect(await mongo.counts() == first)
            try await mongo.stop()
        }
    }

    @Test("a server that does not tell its counts has none")
    func noCounts() async throws {
        try await withFake(.discreet) { fake in
            let mongo = try await fake.servers().start(.standalone, in: fake.folder)
            #expect(await mongo.counts() == nil)
            try await mongo.stop()
        }
    }

    @Test("the stand-in is told by its own version and never passes for a MongoDB, at an address neither")
    func standIn() async throws {
        try await withFake(.embedded) { fake in
            let own = try await fake.servers().start(.standalone, in: fake.folder)
            #expect(own.version == "0.9.9")
            let given = try await RunningMongo.connect(own.uri, expecting: nil, host: fake.host)
            #expect(given.kind == .embedded)
            #expect(given.version == "0.9.9")
            try await given.stop()
            #expect(try await HelloAnswer.ask(own.hosts[0]).isWritable)
            try await own.stop()
        }
    }

    @Test("the servers at an address are taken as they are, and refused when they are another topology")
    func givenAddress() async throws {
        try await withFake(.good) { fake in
            let own = try await fake.servers().start(.replicaSet(members: 3), in: fake.folder)
            let given = try await RunningMongo.connect(own.uri, expecting: nil, host: fake.host)
            #expect(given.topology == .replicaSet(members: 3))
            #expect(given.hosts == own.hosts)
            #expect(given.kind == .uri)
            #expect(given.version == "7.0.99")
            #expect(await given.counts() != nil)
            await #expect(
                throws: ServerError.wrongTopology(
                    "\(own.hosts[0])", asked: "standalone", found: "replica-set")
            ) { _ = try await RunningMongo.connect(own.uri, expecting: .standalone, host: fake.host) }
            try await given.stop()
            #expect(try await HelloAnswer.ask(own.hosts[0]).isWritable)
            try await own.stop()
            let error = await #expect(throws: ServerError.self) {
                _ = try await RunningMongo.connect(own.uri, expecting: nil, host: fake.host)
            }
            guard case .mongoUnreachable = error else {
                Issue.record("it is \(String(describing: error))")
                return
            }
        }
    }

    private func withFake(
        _ behaviour: FakeMongod.Behaviour, _ body: (FakeMongod) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { root in
            let fake = try await FakeMongod(behaviour, in: root)
            try await withCleanUp { cleanUp in
                cleanUp.add {
                    for process in fake.processes() { _ = fake.host.processTable.signal(process.identity, .kill) }
                }
                try await body(fake)
            }
        }
    }
}
