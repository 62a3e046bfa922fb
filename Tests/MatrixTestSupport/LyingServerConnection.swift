import Glibc

/// A connection that was accepted; closed when it goes away.
final class Connection {
    private let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// The request up to its empty line; nil when the peer went away.
    func readHead() -> String? {
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) == 1 {
            head.append(byte)
            // Nor is a TLS greeting a request.
            if head == [0x16] {
                send(Array("HTTP/1.1 400 Bad\r\n\r\n".utf8))
                return nil
            }
            if head.suffix(4) == Array("\r\n\r\n".utf8)[...] { return String(decoding: head, as: UTF8.self) }
        }
        return nil
    }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Says nothing, until the peer gives up or the time is over.
    func waitForClose(atMost duration: Duration) {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = Glibc.poll(&poll, 1, Int32(duration / .milliseconds(1)))
    }

    /// Makes the close a reset.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    }
}
