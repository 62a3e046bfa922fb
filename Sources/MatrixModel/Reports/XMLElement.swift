/// An XML element to be written. The library at hand encodes `Codable` types and writes control characters as they are,
/// which no parser accepts; logs and tracebacks are full of them.
struct XMLElement {
    var name: String
    var attributes: [(name: String, value: String)] = []
    var text = ""
    var children: [XMLElement] = []

    /// Indented, with a line end behind it.
    func write(indent: String = "") -> String {
        let tag =
            indent + "<" + name + attributes.map { " \($0.name)=\"\(escaped($0.value, inAttribute: true))\"" }.joined()
        if children.isEmpty && text.isEmpty { return tag + "/>\n" }
        let inner = children.map { $0.write(indent: indent + "  ") }.joined()
        return children.isEmpty
            ? "\(tag)>\(escaped(text, inAttribute: false))</\(name)>\n" : "\(tag)>\n\(inner)\(indent)</\(name)>\n"
    }
}

/// Text for XML 1.0, which has no place for most control characters, not even as references: they become their pictures.
private func escaped(_ text: String, inAttribute: Bool) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result.append(contentsOf: "&amp;".unicodeScalars)
        case "<": result.append(contentsOf: "&lt;".unicodeScalars)
        case ">": result.append(contentsOf: "&gt;".unicodeScalars)
        case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
        case "\r": result.append(contentsOf: "&#13;".unicodeScalars)
        case "\n", "\t":
            // A parser makes spaces of them in attributes.
            result.append(contentsOf: inAttribute ? "&#\(scalar.value);".unicodeScalars : "\(scalar)".unicodeScalars)
        case "\u{0}"..."\u{1f}": result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{fffd}")
        case "\u{fffe}", "\u{ffff}": result.append("\u{fffd}")
        default: result.append(scalar)
        }
    }
    return String(result)
}

/// A number of seconds for machines: at most three digits behind the point.
func plain(_ seconds: Double) -> String {
    let thousandths = max(0, (seconds * 1_000).rounded())
    guard thousandths < 1e15 else { return "0" }
    return "\(thousandths / 1_000)"
}
