/// A header that says where an answer ends; nil for all others.
enum ResponseHeader: Equatable {
    /// Nil inside when its value is no number.
    case contentLength(Int?)
    case chunked
    /// `Connection: close`
    case close

    private static let contentLengthName = Array("content-length".utf8)
    private static let transferEncodingName = Array("transfer-encoding".utf8)
    private static let connectionName = Array("connection".utf8)
    private static let chunkedValue = Array("chunked".utf8)
    private static let closeValue = Array("close".utf8)

    init?(_ line: ArraySlice<UInt8>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = line[..<colon]
        switch name.count {
        case Self.contentLengthName.count where Self.isSame(name, Self.contentLengthName):
            self = .contentLength(Self.number(Self.trimmed(line[(colon + 1)...])))
        case Self.transferEncodingName.count where Self.isSame(name, Self.transferEncodingName):
            guard Self.isSame(Self.trimmed(line[(colon + 1)...]), Self.chunkedValue) else { return nil }
            self = .chunked
        case Self.connectionName.count where Self.isSame(name, Self.connectionName):
            guard Self.isSame(Self.trimmed(line[(colon + 1)...]), Self.closeValue) else { return nil }
            self = .close
        default: return nil
        }
    }

    /// A number of digits alone; nil when it is none, or too large.
    static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        if digits.isEmpty || digits.count > 18 { return nil }
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text.drop { $0 <= 0x20 }
        while let last = text.last, last <= 0x20 { text = text.dropLast() }
        return text
    }

    /// Without regard to case; `name` is in lower case.
    private static func isSame(_ text: ArraySlice<UInt8>, _ name: [UInt8]) -> Bool {
        text.elementsEqual(name) { $0 == $1 || (0x41...0x5A).contains($0) && $0 + 0x20 == $1 }
    }
}
