package compare

func wordBefore(s string, at int) string {
	end := at
	for end > 0 && !letter(s[end-1]) {
		if s[end-1] != ' ' {
			return ""
		}
		end--
	}
	start := end
	for start > 0 && letter(s[start-1]) {
		start--
	}
	return lower(s[start:end])
}

func wordAfter(s string, at int) string {
	start := at
	for start < len(s) && !letter(s[start]) {
		if s[start] != ' ' {
			return ""
		}
		start++
	}
	end := start
	for end < len(s) && letter(s[end]) {
		end++
	}
	return lower(s[start:end])
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
