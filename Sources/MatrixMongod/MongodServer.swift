import MatrixModel
import NIOCore
import NIOPosix

/// A running server: one event loop that has all its connections and all that it stores.
package final class MongodServer: Sendable {
    /// Where it listens, on the address that it was told.
    package let port: Int

    private let group: MultiThreadedEventLoopGroup
    private let core: NIOLoopBoundBox<Mongod?>
    private let ended: EventLoopPromise<Void>

    /// `EADDRINUSE` of Linux.
    private static let addressInUse: Int32 = 98

    /// Returns when it listens. Throws `MongodError`.
    package static func start(_ configuration: MongodConfiguration) async throws -> MongodServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let core = try await group.next().submit { NIOLoopBoundBox(Mongod?.none, eventLoop: group.next()) }.get()
        do {
            let channel = try await bootstrap(group, core).bind(host: configuration.address, port: configuration.port)
                .get()
            let port = channel.localAddress?.port ?? configuration.port
            return try await MongodServer(configuration, port: port, group: group, core: core)
        } catch {
            try? await group.shutdownGracefully()
            let (address, port) = (configuration.address, configuration.port)
            if (error as? IOError)?.errnoCode == addressInUse {
                throw MongodError.portBusy(address: address, port: port)
            }
            throw MongodError.cannotListen(address: address, port: port, reason: "\(error)")
        }
    }

    private init(
        _ configuration: MongodConfiguration, port: Int, group: MultiThreadedEventLoopGroup,
        core: NIOLoopBoundBox<Mongod?>
    ) async throws {
        self.port = port
        self.group = group
        self.core = core
        let loop = group.next()
        let ended = loop.makePromise(of: Void.self)
        self.ended = ended
        try await loop.submit {
            let mongod = Mongod(configuration, port: port, loop: loop.assumeIsolated())
            mongod.shutDown = { ended.succeed() }
            core.value = mongod
        }.get()
        configuration.log("Waiting for connections on \(configuration.address), port \(port)")
    }

    /// Returns when a client has sent `shutdown`, or when `stop` was called.
    package func waitUntilEnded() async { try? await ended.futureResult.get() }

    /// Lets `waitUntilEnded` return.
    package func end() { ended.succeed() }

    /// Closes every connection and ends the thread. Once.
    package func stop() async {
        ended.succeed()
        try? await group.next().submit { [core] in core.value?.member?.end() }.get()
        try? await group.shutdownGracefully()
    }

    private static func bootstrap(
        _ group: MultiThreadedEventLoopGroup, _ core: NIOLoopBoundBox<Mongod?>
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 512)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let mongod = core.value else { throw ChannelError.ioOnClosedChannel }
                    try channel.pipeline.syncOperations.addHandlers(
                        ByteToMessageHandler(MessageDecoder()), ConnectionHandler(mongod))
                }
            }
    }
}
