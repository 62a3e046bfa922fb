import MatrixModel
import NIOCore

/// One message as it came, its payload not yet looked at.
struct WireMessage {
    var header: WireHeader
    /// What stands behind the header.
    var payload: ArraySlice<UInt8>
}

/// Why a connection is closed on which nothing sensible can follow.
enum WireError: Error, Equatable {
    case messageLength(Int32)
    case unknownOpcode(Int32)
    case badNamespace(String)
    case cutShort(bytes: Int)
}

extension WireError: CustomStringConvertible {
    var description: String {
        switch self {
        case .messageLength(let length): "a message that claims \(length) bytes"
        case .unknownOpcode(let code): "an unknown opcode \(code)"
        case .badNamespace(let name): "a namespace `\(name)` without a collection"
        case .cutShort(let bytes): "the connection ended \(bytes) bytes into a message"
        }
    }
}

/// Cuts the stream into messages; a length is judged as soon as its four bytes are there.
struct MessageDecoder: NIOSingleStepByteToMessageDecoder {
    mutating func decode(buffer: inout ByteBuffer) throws -> WireMessage? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, endianness: .little, as: Int32.self) else {
            return nil
        }
        guard length >= WireHeader.size, length <= EmbeddedMongod.maximumMessageSize else {
            throw WireError.messageLength(length)
        }
        guard let bytes = buffer.readBytes(length: Int(length)) else { return nil }
        return WireMessage(header: try WireHeader(bytes[...]), payload: bytes[WireHeader.size...])
    }

    mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws -> WireMessage? {
        if let message = try decode(buffer: &buffer) { return message }
        if buffer.readableBytes > 0 { throw WireError.cutShort(bytes: buffer.readableBytes) }
        return nil
    }
}
