import MatrixModel
import NIOCore
import NIOPosix

/// A connection to another member, opened when something is sent; answers come in the order of the requests.
final class PeerLink {
    typealias Answer = (BSONDocument?) -> Void

    /// Called when an open connection ends.
    var onClose: () -> Void = {}

    private let host: SetConfiguration.Host
    private let loop: NIOIsolatedEventLoop
    private var channel: (any Channel)?
    private var isConnecting = false
    private var unsent: [[UInt8]] = []
    private var pending: [(id: Int32, timer: Scheduled<Void>, answer: Answer)] = []
    private var nextID: Int32 = 0
    private var isEnded = false

    init(_ host: SetConfiguration.Host, on loop: NIOIsolatedEventLoop) {
        self.host = host
        self.loop = loop
    }

    /// `answer` gets nil when the other side is gone, or says nothing for `limit`.
    func send(_ message: OpMsg, within limit: Duration = .seconds(5), _ answer: @escaping Answer) {
        guard !isEnded else { return answer(nil) }
        nextID = nextID == .max ? 1 : nextID + 1
        // Only a new connection brings a member that hangs back in step.
        let timer = loop.scheduleTask(in: TimeAmount(limit)) { [weak self] () -> Void in self?.disconnect() }
        pending.append((nextID, timer, answer))
        let bytes = message.encoded(requestID: nextID)
        if let channel {
            channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
        } else {
            unsent.append(bytes)
            connect()
        }
    }

    func end() {
        isEnded = true
        onClose = {}
        disconnect()
    }

    fileprivate func received(_ message: WireMessage) {
        guard let first = pending.first, first.id == message.header.responseTo,
            let answer = try? OpMsg(payload: message.payload).body
        else { return disconnect() }
        pending.removeFirst()
        first.timer.cancel()
        first.answer(answer)
    }

    fileprivate func closed(_ channel: any Channel) {
        guard self.channel === channel else { return }
        disconnect()
        onClose()
    }

    private func connect() {
        guard !isConnecting else { return }
        isConnecting = true
        let link = NIOLoopBound(self, eventLoop: loop.nonisolated())
        ClientBootstrap(group: loop.nonisolated())
            .connectTimeout(.seconds(2))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        ByteToMessageHandler(MessageDecoder()), PeerHandler(link.value))
                }
            }
            .connect(host: host.name, port: host.port).assumeIsolated()
            .whenComplete { [self] result in connected(try? result.get()) }
    }

    private func connected(_ channel: (any Channel)?) {
        isConnecting = false
        guard let channel, !isEnded, channel.isActive else {
            channel?.close(promise: nil)
            return disconnect()
        }
        self.channel = channel
        for bytes in unsent { channel.write(channel.allocator.buffer(bytes: bytes), promise: nil) }
        unsent = []
        channel.flush()
    }

    private func disconnect() {
        let channel = channel
        let lost = pending
        self.channel = nil
        unsent = []
        pending = []
        channel?.close(promise: nil)
        for request in lost {
            request.timer.cancel()
            request.answer(nil)
        }
    }
}

/// Hands what comes to the link.
private final class PeerHandler: ChannelInboundHandler {
    typealias InboundIn = WireMessage

    private let link: PeerLink

    init(_ link: PeerLink) { self.link = link }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { link.received(unwrapInboundIn(data)) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        link.closed(context.channel)
        context.fireChannelInactive()
    }
}
