import NIOCore

/// Joins a socket to a `ClientConnection`.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = WireMessage
    typealias OutboundOut = ByteBuffer

    private let mongod: Mongod
    private var connection: ClientConnection?

    init(_ mongod: Mongod) { self.mongod = mongod }

    func channelActive(context: ChannelHandlerContext) {
        connection = ClientConnection(
            mongod: mongod, peer: context.remoteAddress.map { "\($0)" } ?? "nowhere",
            send: { [weak self] bytes in
                guard let self else { return }
                context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
            }, close: { context.close(promise: nil) })
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { connection?.receive(unwrapInboundIn(data)) }

    /// A client that does not read is not read from either.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        context.channel.setOption(.autoRead, value: context.channel.isWritable).whenFailure { _ in }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is IOError {
            // A client that is killed resets its connections: nothing to tell.
            context.close(promise: nil)
        } else {
            connection?.refuse(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection?.closed()
        connection = nil
        context.fireChannelInactive()
    }
}
