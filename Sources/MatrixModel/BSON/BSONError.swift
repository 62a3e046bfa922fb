/// Why bytes are not BSON, or not a message. Offsets count from the first byte that was to be read.
package enum BSONError: Error, Equatable {
    /// A length says more or less than there is.
    case wrongLength(claimed: Int, available: Int, at: Int)
    case missingTerminator(at: Int)
    case unknownType(UInt8, at: Int)
    case notABoolean(UInt8, at: Int)
    /// More documents within documents than MongoDB takes.
    case tooDeep(limit: Int)
    /// An OP_MSG with a flag that must be understood and is not, or a section of no known kind.
    case unknownFlags(UInt32)
    case unknownSection(UInt8)
    /// An OP_MSG has exactly one section of kind 0.
    case noSingleBody
    /// An answer of another kind, or to another request.
    case unexpectedMessage(opcode: Int32)
}

extension BSONError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wrongLength(let claimed, let available, let offset):
            "a length of \(claimed) at byte \(offset), where \(available) bytes are left"
        case .missingTerminator(let offset): "no terminating zero at byte \(offset)"
        case .unknownType(let type, let offset): "an unknown element type \(type) at byte \(offset)"
        case .notABoolean(let byte, let offset): "a boolean of \(byte) at byte \(offset)"
        case .tooDeep(let limit): "documents nested deeper than \(limit)"
        case .unknownFlags(let flags): "flags 0x" + String(flags, radix: 16) + " that must be known and are not"
        case .unknownSection(let kind): "a section of unknown kind \(kind)"
        case .noSingleBody: "a message without exactly one body"
        case .unexpectedMessage(let opcode): "an unexpected message with opcode \(opcode)"
        }
    }
}
