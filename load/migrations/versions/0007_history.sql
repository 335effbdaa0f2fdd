-- Homes made before bytes that could not be had were recorded still refuse an empty digest.
ALTER TABLE audit.file DROP CONSTRAINT file_sha256_check;
ALTER TABLE audit.file ADD CONSTRAINT file_sha256_check CHECK (length(sha256) IN (0, 64));

-- A label understood in another way is another member: rows keep the code they were loaded with, and taking a load back takes its
-- understanding back.
ALTER TABLE core.dim_occupation DROP CONSTRAINT dim_occupation_label_key;
ALTER TABLE core.dim_occupation ADD CONSTRAINT dim_occupation_understood UNIQUE NULLS NOT DISTINCT (label, isco_code, confidence);
